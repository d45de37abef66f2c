namespace Esp32Aed.Sensor;

/// <summary>[brewfather]: a custom stream of brewfather.app.</summary>
public sealed class BrewfatherSettings
{
    internal static readonly string[] Keys = { "brewfather.url", "brewfather.name", "brewfather.ca" };

    internal static readonly string[] SecretKeys = { "brewfather.id" };

    private BrewfatherSettings()
    {
    }

    /// <summary>Address of the stream, without its id.</summary>
    public string Url { get; private set; }

    /// <summary>Name under which the stream shows the sensor.</summary>
    public string Name { get; private set; }

    /// <summary>File on drive <c>I:</c> with the authority's certificate (PEM), or null.</summary>
    public string CaFile { get; private set; }

    /// <summary>Id of the stream, or null. A secret.</summary>
    public string Id { get; private set; }

    internal static BrewfatherSettings Read(SettingsFile file, SettingsFile secrets, string deviceName)
    {
        var name = file.Find("brewfather", "name");
        return new BrewfatherSettings
        {
            Url = file.WebAddress("brewfather", "url", null, false) ?? "http://log.brewfather.net/stream",
            Name = name == null ? deviceName : name.Value,
            CaFile = file.AuthorityOf("brewfather"),
            Id = SettingsFile.SecretOf(secrets, "brewfather", "id"),
        };
    }
}
