namespace Esp32Aed.Load;

/// <summary>What a run showed.</summary>
internal sealed record LoadResult
{
    public int Stored { get; init; }

    public double RecordsPerS { get; init; }

    public double AckP50Ms { get; init; }

    public double AckP99Ms { get; init; }

    /// <summary>What <see cref="PeerRatio"/> compares with.</summary>
    public string Peer => Peers[0].Name;

    public double PeerRecordsPerS => Peers[0].RecordsPerS;

    public double PeerRatio => RecordsPerS / PeerRecordsPerS;

    public IReadOnlyList<PeerResult> Peers { get; init; } = [];

    /// <summary>Processor time of the station for one record, microseconds: what others do on the machine changes it little.</summary>
    public double StationCpuUs { get; init; }

    public double RssMb { get; init; }

    public int Lost { get; init; }

    public int Doubled { get; init; }

    public long EventsMissingInSums { get; init; }

    public int Kills { get; init; }
}

/// <summary>What another program did with the same records in the same run.</summary>
internal sealed record PeerResult(string Name, double RecordsPerS);
