using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Esp32Aed.Station;

/// <summary>The page's files, held by this library: <c>/</c>, <c>/page/NAME</c> and <c>/favicon.ico</c>. Nothing is read from a folder.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    /// <summary>What the page may load and call: the station itself and nothing else; no script or style within the text of the page.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, PageFile> Files = Read();

    /// <summary>Paths and bytes of the files.</summary>
    public static IEnumerable<(string Path, int Bytes)> All => Files.Select(f => (f.Key, f.Value.Content.Length));

    /// <summary>Sends a file of the page, or lets the next answer.</summary>
    public static Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || !Files.TryGetValue(context.Request.Path.Value ?? string.Empty, out var file))
        {
            return next(context);
        }

        var response = context.Response;
        response.Headers.ETag = file.Tag;
        response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = file.Type;
        response.ContentLength = file.Content.Length;
        return response.Body.WriteAsync(file.Content, context.RequestAborted).AsTask();
    }

    private static FrozenDictionary<string, PageFile> Read()
    {
        var assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var path = name == Prefix + "index.html" ? "/" : "/" + name;
            var file = new PageFile(content, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
            files[path] = file;
            if (name == Prefix + "icon.svg")
            {
                // Browsers ask for this beside answers that are no page.
                files["/favicon.ico"] = file;
            }
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => throw new InvalidOperationException($"{name}: the page has no such files"),
    };

    private sealed record PageFile(byte[] Content, string Type, string Tag);
}
