using Fuyao.Kernel.Data;

namespace Fuyao.Access.Files;

/// <summary>A file beside the database: where its bytes lie, what they are and who may have them.</summary>
internal sealed record StoredFile : IInArea
{
    public int County { get; set; }

    public Guid Id { get; set; }

    public long Region { get; set; }

    public Guid Owner { get; set; }

    public string Name { get; set; } = "";

    public string ContentType { get; set; } = "";

    public long Length { get; set; }

    /// <summary>SHA-256 of the content, for whoever downloads it and for checks.</summary>
    public byte[] Sha256 { get; set; } = [];

    /// <summary>Random name in the directory; tells nothing.</summary>
    public string Place { get; set; } = "";

    /// <summary>The file's own key, encrypted; null for a file stored in the clear.</summary>
    public byte[]? KeyCipher { get; set; }

    /// <summary>Permission that is needed besides being in the area.</summary>
    public string Permission { get; set; } = "";

    public Contracts.FileKeep Keep { get; set; }

    /// <summary>When the content was removed because its time was over; the row stays.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
