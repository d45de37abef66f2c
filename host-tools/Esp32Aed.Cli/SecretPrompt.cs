using System.Text;
using Esp32Aed.Deployment.Secrets;

namespace Esp32Aed.Cli;

/// <summary>Asks for secrets at the terminal; nothing of them is shown.</summary>
internal static class SecretPrompt
{
    /// <summary>The question, or null where there is no terminal.</summary>
    public static Func<SecretNeed, string?>? AtTerminal() => Console.IsInputRedirected || Console.IsErrorRedirected ? null : need => Ask($"{need.Question}{(need.IsRequired ? string.Empty : " (Enter for none)")}");

    /// <summary>Asks one question; there must be a terminal.</summary>
    public static string Ask(string question)
    {
        Console.Error.Write($"{question}: ");
        var answer = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                Console.Error.WriteLine();
                return answer.ToString();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                answer.Length = Math.Max(0, answer.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                answer.Append(key.KeyChar);
            }
        }
    }
}
