using Fuyao.Kernel.Data;

namespace Fuyao.Access.Exports;

internal enum ExportState
{
    /// <summary>Refused for its size; whoever wanted it may still ask for approval.</summary>
    Wished,
    Requested,
    Approved,
    Refused,

    /// <summary>The file was made: at once, because it is small, or after approval. Never a second time.</summary>
    Done,
}

/// <summary>One export of personal data, from the wish to the file.</summary>
internal sealed class ExportRequest : IInArea
{
    public int County { get; set; }

    public Guid Id { get; set; }

    /// <summary>Where its data lies.</summary>
    public long Region { get; set; }

    public Guid Actor { get; set; }

    public string ActorName { get; set; } = "";

    public string Role { get; set; } = "";

    /// <summary>What is exported, named as in the audit: <c>household.export</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Path and query of the export, which may hold searched names.</summary>
    public byte[] AddressCipher { get; set; } = [];

    /// <summary>By which the approved export is recognised.</summary>
    public byte[] AddressHash { get; set; } = [];

    public long Persons { get; set; }

    public ExportState State { get; set; }

    public string? Purpose { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? RequestedAt { get; set; }

    public Guid? DecidedBy { get; set; }

    public string? DecidedByName { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? Decision { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? DoneAt { get; set; }
}
