using System.CommandLine;
using Esp32Aed.Sound;
using Esp32Aed.Station;

namespace Esp32Aed.Cli.Commands;

/// <summary><c>aed station add-reader</c>, <c>revoke-reader</c> and <c>readers</c>: programs that may read where reading needs the login.</summary>
internal static class StationReaders
{
    public static IEnumerable<Command> Create(Func<ParseResult, Action<SqlStore>, int> withStore)
    {
        yield return OnReader("add-reader", "Make a token that may only read, for Prometheus and the like; it is printed once.", Add);
        yield return OnReader("revoke-reader", "End a reader's token at once.", Revoke);
        var list = new Command("readers", "List the readers.");
        list.SetAction(parsed => withStore(parsed, store => List(new Output(parsed), new ReaderStore(store))));
        yield return list;

        Command OnReader(string name, string description, Action<Output, ReaderStore, string> act)
        {
            var reader = new Argument<string>("NAME") { Description = "Name of the reader." };
            var command = new Command(name, description) { reader };
            command.SetAction(parsed => withStore(parsed, store => act(new Output(parsed), new ReaderStore(store), parsed.GetRequiredValue(reader))));
            return command;
        }
    }

    private static void Add(Output output, ReaderStore readers, string name)
    {
        if (!RecordCheck.IsDeviceName(name))
        {
            throw new UserFaultException(FaultKind.Settings, "NAME: must be 1 to 32 of A-Z, a-z, 0-9, - and _");
        }

        var token = readers.Add(name, DateTimeOffset.UtcNow)
            ?? throw new UserFaultException(FaultKind.Settings, $"{name}: has a token already; 'aed station revoke-reader {name}' ends it");
        output.Line($"{name}: shown only now; send it as 'Authorization: Bearer TOKEN'");
        output.Line(token);
        output.Result(new { Reader = name, Token = token });
    }

    private static void Revoke(Output output, ReaderStore readers, string name)
    {
        if (!readers.Revoke(name))
        {
            throw new UserFaultException(FaultKind.Settings, $"{name}: no such reader; 'aed station readers' lists them");
        }

        output.Line($"{name}: revoked; it may not read any more");
        output.Result(new { Reader = name, IsRevoked = true });
    }

    private static void List(Output output, ReaderStore readers)
    {
        var all = readers.Readers();
        foreach (var reader in all)
        {
            output.Line($"{reader.Name}  since {RecordJson.Time(reader.CreatedMilliseconds)}");
        }

        output.Result(new { Readers = all.Select(r => new { Reader = r.Name, Created = RecordJson.Time(r.CreatedMilliseconds) }) });
    }
}
