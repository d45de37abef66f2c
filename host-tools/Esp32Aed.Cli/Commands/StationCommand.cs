using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Esp32Aed.Sound;
using Esp32Aed.Station;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed station</c>: receives, stores and shows what sensors count; its own commands add and revoke devices and back the store up.</summary>
internal static class StationCommand
{
    private const string PasswordVariable = "AED_MQTT_PASSWORD";
    private const string AdminVariable = "AED_STATION_PASSWORD";
    private const int MostPostsPerMinute = 1_000_000;
    private const int LongestYears = 100;

    private static readonly Option<string> Data = new("--data") { Description = "Folder of the store.", DefaultValueFactory = _ => "station-data", Recursive = true };

    private static readonly Option<string> Store = new("--store")
    {
        Description = "sqlite, or postgres://USER:PASSWORD@HOST:PORT/DATABASE.",
        DefaultValueFactory = _ => "sqlite",
        Recursive = true,
    };

    public static Command Create()
    {
        var http = new Option<string>("--http") { Description = "Address and port to serve at.", DefaultValueFactory = _ => "127.0.0.1:8480" };
        var mqtt = new Option<string?>("--mqtt") { Description = $"Broker to subscribe at, HOST or HOST:PORT; its password comes from {PasswordVariable}." };
        var user = new Option<string?>("--mqtt-user") { Description = "User name at the broker." };
        var authority = new Option<FileInfo?>("--mqtt-ca") { Description = "Certificate of the broker's authority: the connection is encrypted." };
        var id = new Option<string>("--mqtt-id") { Description = "Name at the broker; each station has its own.", DefaultValueFactory = _ => "aed-station" };
        var shared = new Option<bool>("--mqtt-shared") { Description = "Share the messages with other stations at the broker that say so too; they need one PostgreSQL." };
        var open = new Option<bool>("--open") { Description = "Take records of any device without a token, on this computer only: for trying out." };
        var names = new Option<string[]>("--name") { Description = "Name that requests may call the station by, besides its addresses; may be repeated." };
        var read = new Option<string?>("--read") { Description = "open or login: who may read. If left out, everyone at 127.0.0.1, and after a login elsewhere." };
        read.AcceptOnlyFromAmong("open", "login");
        var posts = new Option<int>("--posts-per-minute") { Description = "Posts that a device may make with its token.", DefaultValueFactory = _ => new StationOptions().PostsPerMinute };
        var keep = new Option<int?>("--keep-days") { Description = "Delete records after so many days; their sums by minute, hour and day stay." };
        var command = new Command("station", "Receive, store and show what sensors count.") { http, mqtt, user, authority, id, shared, open, names, read, posts, keep, Data, Store };
        command.SetAction((parsed, stop) => RunAsync(
            parsed,
            new StationOptions
            {
                Http = EndpointOf(parsed.GetRequiredValue(http)),
                Mqtt = BrokerOf(parsed.GetValue(mqtt), parsed.GetValue(user), parsed.GetValue(authority), parsed.GetRequiredValue(id), parsed.GetValue(shared)),
                IsOpen = parsed.GetValue(open),
                Names = parsed.GetValue(names) ?? [],
                NeedsLoginToRead = parsed.GetValue(read) is { } readers ? readers == "login" : null,
                PostsPerMinute = PostsOf(parsed.GetValue(posts)),
                Keep = KeepOf(parsed.GetValue(keep)),
                Log = line => Console.Error.WriteLine($"aed station: {line}"),
            },
            stop));
        command.Subcommands.Add(OnDevice("add-device", "Add a device; its token and key are printed once.", AddDevice));
        command.Subcommands.Add(OnDevice("rotate", "Give a device a new token and key; the old ones end.", Rotate));
        command.Subcommands.Add(OnDevice("revoke", "Take a device's token away; what it posted stays.", Revoke));
        var devices = new Command("devices", "List the devices.");
        devices.SetAction(parsed => WithStore(parsed, store => ListDevices(new Output(parsed), store)));
        command.Subcommands.Add(devices);
        foreach (var onReaders in StationReaders.Create(WithStore))
        {
            command.Subcommands.Add(onReaders);
        }

        var passwd = new Command("passwd", $"Set the password of the login that changes need; it is asked for, or comes from {AdminVariable}. All logins end.");
        passwd.SetAction(parsed => WithStore(parsed, store => SetPassword(new Output(parsed), store)));
        command.Subcommands.Add(passwd);
        var file = new Argument<string>("FILE") { Description = "A new file." };
        var backup = new Command("backup", "Copy the SQLite store into a file, also while the station runs.") { file };
        backup.SetAction(parsed => WithStore(parsed, store => Backup(new Output(parsed), store, parsed.GetRequiredValue(file))));
        command.Subcommands.Add(backup);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, StationOptions options, CancellationToken stop)
    {
        var output = new Output(parsed);
        if (options.IsOpen && !IPAddress.IsLoopback(options.Http.Address))
        {
            throw new UserFaultException(FaultKind.Settings, "--open: takes records of anyone, so it serves 127.0.0.1 only; add devices instead");
        }

        using var store = StoreAddress.Make(parsed.GetRequiredValue(Store), parsed.GetRequiredValue(Data));
        try
        {
            await using var station = await StationServer.StartAsync(store, options, stop).ConfigureAwait(false);
            output.Line($"station at {station.Url} stores in {store.Name}; Ctrl+C stops it");
            output.Result(new { Url = station.Url.ToString(), Store = store.Name });
            var stopped = new TaskCompletionSource();
            using (stop.Register(stopped.SetResult))
            {
                await stopped.Task.ConfigureAwait(false);
            }

            return ExitCodes.Ok;
        }
        catch (StoreException error)
        {
            throw new UserFaultException(FaultKind.Output, $"{error.Message}; make the store usable, or name another with --data or --store", error);
        }
        catch (IOException error)
        {
            throw new UserFaultException(FaultKind.Network, $"--http {options.Http}: can't be served ({error.Message}); end what is there, or name another port", error);
        }
    }

    private static Command OnDevice(string name, string description, Action<Output, SqlStore, string> act)
    {
        var device = new Argument<string>("NAME") { Description = "Name of the device, as in nf.config." };
        var command = new Command(name, description) { device };
        command.SetAction(parsed => WithStore(parsed, store =>
        {
            var named = parsed.GetRequiredValue(device);
            if (!RecordCheck.IsDeviceName(named))
            {
                throw new UserFaultException(FaultKind.Settings, "NAME: must be 1 to 32 of A-Z, a-z, 0-9, - and _");
            }

            act(new Output(parsed), store, named);
        }));
        return command;
    }

    private static int WithStore(ParseResult parsed, Action<SqlStore> act)
    {
        using var store = StoreAddress.Make(parsed.GetRequiredValue(Store), parsed.GetRequiredValue(Data));
        try
        {
            store.Open();
            act(store);
            return ExitCodes.Ok;
        }
        catch (StoreException error)
        {
            throw new UserFaultException(FaultKind.Output, error.Message, error);
        }
    }

    private static void AddDevice(Output output, SqlStore store, string name)
    {
        if (store.Devices().Any(d => d.Name == name && d.TokenHash is not null))
        {
            throw new UserFaultException(FaultKind.Settings, $"{name}: has a token already; 'aed station rotate {name}' makes a new one");
        }

        Give(output, store, name);
    }

    private static void Rotate(Output output, SqlStore store, string name)
    {
        RequireDevice(store, name);
        Give(output, store, name);
    }

    private static void Give(Output output, SqlStore store, string name)
    {
        var secrets = DeviceSecrets.Make();
        store.SetDevice(name, DeviceSecrets.HashOf(secrets.Token), secrets.Key);
        output.Line($"{name}: shown only now, for nf.secrets of the device");
        output.Line($"http.token = {secrets.Token}");
        output.Line($"care.key = {secrets.Key}");
        output.Result(new { Device = name, secrets.Token, secrets.Key });
    }

    private static void Revoke(Output output, SqlStore store, string name)
    {
        RequireDevice(store, name);
        store.Revoke(name);
        output.Line($"{name}: revoked; it may not post any more");
        output.Result(new { Device = name, IsRevoked = true });
    }

    private static void RequireDevice(SqlStore store, string name)
    {
        if (!store.Devices().Any(d => d.Name == name))
        {
            throw new UserFaultException(FaultKind.Settings, $"{name}: no such device; 'aed station devices' lists them");
        }
    }

    private static void ListDevices(Output output, SqlStore store)
    {
        var devices = store.Devices();
        foreach (var device in devices)
        {
            var seen = device.LastSeenMilliseconds is { } time ? "last seen " + RecordJson.Time(time) : "never seen";
            output.Line($"{device.Name}  {(device.IsRevoked ? "revoked" : device.TokenHash is null ? "without token" : "with token")}  {seen}");
        }

        output.Result(new
        {
            Devices = devices.Select(d => new
            {
                Device = d.Name,
                d.IsRevoked,
                HasToken = d.TokenHash is not null,
                LastSeen = d.LastSeenMilliseconds is { } time ? RecordJson.Time(time) : null,
            }),
        });
    }

    private static void SetPassword(Output output, SqlStore store)
    {
        var password = Environment.GetEnvironmentVariable(AdminVariable) is { Length: > 0 } given ? given
            : SecretPrompt.AtTerminal() is null ? throw new UserFaultException(FaultKind.Settings, $"passwd: there is no terminal to ask at; set {AdminVariable}")
            : SecretPrompt.Ask("New password");
        if (password.Length is < AdminStore.ShortestPassword or > AdminStore.LongestPassword)
        {
            throw new UserFaultException(FaultKind.Settings, $"passwd: the password must have {AdminStore.ShortestPassword} to {AdminStore.LongestPassword} characters");
        }

        new AdminStore(store).SetPassword(password);
        output.Line("the password is set; all logins have ended");
        output.Result(new { IsSet = true });
    }

    private static void Backup(Output output, SqlStore store, string file)
    {
        if (store is not SqliteStore sqlite)
        {
            throw new UserFaultException(FaultKind.Settings, "backup: copies SQLite stores only; use pg_dump for PostgreSQL");
        }

        sqlite.Backup(file);
        output.Line($"{file}: copied, {new FileInfo(file).Length >> 10} KB");
        output.Result(new { File = file, Bytes = new FileInfo(file).Length });
    }

    private static IPEndPoint EndpointOf(string text) =>
        IPEndPoint.TryParse(text.Replace("localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase), out var endpoint) && text.Contains(':', StringComparison.Ordinal)
            ? endpoint
            : throw new UserFaultException(FaultKind.Settings, $"--http {text}: must be ADDRESS:PORT, like 127.0.0.1:8480");

    private static MqttAddress? BrokerOf(string? text, string? user, FileInfo? authority, string id, bool isShared)
    {
        if (text is null)
        {
            return null;
        }

        if (authority is { Exists: false })
        {
            throw new UserFaultException(FaultKind.Settings, $"--mqtt-ca {authority}: no such file");
        }

        var port = authority is null ? 1883 : 8883;
        var colon = text.LastIndexOf(':');
        if (colon == 0 || (colon > 0 && !(ushort.TryParse(text[(colon + 1)..], out var given) && (port = given) > 0)) || id.Length == 0)
        {
            throw new UserFaultException(FaultKind.Settings, $"--mqtt {text}: must be HOST or HOST:PORT, and --mqtt-id not empty");
        }

        return new MqttAddress(colon < 0 ? text : text[..colon], port)
        {
            User = user,
            Password = Environment.GetEnvironmentVariable(PasswordVariable),
            AuthorityFile = authority?.FullName,
            ClientId = id,
            IsShared = isShared,
        };
    }

    private static int PostsOf(int posts) =>
        posts is > 0 and <= MostPostsPerMinute ? posts : throw new UserFaultException(FaultKind.Settings, $"--posts-per-minute {posts}: must be 1 to {MostPostsPerMinute}");

    private static TimeSpan? KeepOf(int? days) =>
        days is null ? null
        : days is > 0 and <= LongestYears * 366 ? TimeSpan.FromDays(days.Value)
        : throw new UserFaultException(FaultKind.Settings, $"--keep-days {days}: must be 1 day to {LongestYears} years");
}
