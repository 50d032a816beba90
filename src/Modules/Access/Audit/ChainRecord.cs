using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Data;

namespace Fuyao.Access.Audit;

/// <summary>
/// One record of a chain. Its hash covers its own content and the hash before it, keyed with a secret outside the database: who
/// can write the database but has not the key cannot change, drop, reorder or rebuild records unseen.
/// </summary>
internal sealed record ChainRecord(
    int County, long Seq, DateTimeOffset At, Guid Actor, string ActorName, string Role, string Channel, string Action,
    string SubjectKind, string SubjectId, string? Detail, byte[] PrevHash, byte[] Hash)
{
    public static readonly byte[] Beginning = new byte[32];

    /// <summary>The same record with its place in the chain and its hash.</summary>
    public ChainRecord Linked(byte[] key, string chain, long seq, byte[] prevHash)
    {
        var placed = this with { Seq = seq, PrevHash = prevHash };
        return placed with { Hash = placed.Compute(key, chain) };
    }

    public bool IsSound(byte[] key, string chain) => CryptographicOperations.FixedTimeEquals(Hash, Compute(key, chain));

    private byte[] Compute(byte[] key, string chain)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Add(hash, chain);
        Add(hash, County);
        Add(hash, Seq);
        Add(hash, Sql.Microseconds(At));
        hash.AppendData(Actor.ToByteArray(true));
        Add(hash, ActorName);
        Add(hash, Role);
        Add(hash, Channel);
        Add(hash, Action);
        Add(hash, SubjectKind);
        Add(hash, SubjectId);
        Add(hash, Detail);
        hash.AppendData(PrevHash);
        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    // The length goes first, so that a text moved from one field into the next gives another hash.
    private static void Add(IncrementalHash hash, string? text)
    {
        Add(hash, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        if (text is not null)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }
    }
}
