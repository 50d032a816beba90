using Fuyao.Access.Audit;
using Fuyao.Access.Data;
using Fuyao.Kernel.Data;

namespace Fuyao.Access.Contracts;

/// <summary>The first place where a chain does not hold.</summary>
/// <param name="Chain"><c>audit</c>, <c>access_log</c> or <c>heads</c>.</param>
/// <param name="Reason"><c>edited</c>, <c>missing</c>, <c>reordered</c>, <c>truncated</c>, <c>replaced</c>, <c>heads-missing</c> or <c>heads-forged</c>.</param>
public sealed record AuditBreak(string Chain, int County, long Seq, string Reason);

/// <summary>What <c>audit verify</c> prints.</summary>
public sealed record AuditReport(bool Ok, long Records, AuditBreak? FirstBroken);

/// <summary>
/// Recomputes every record of both chains and compares them with the signed heads outside the database: finds edits, deletions,
/// reordering, truncation and chains rebuilt without the key. A database ahead of its heads (a crash between commit and head)
/// is sound; one behind them is not.
/// </summary>
public sealed class AuditVerifier
{
    private readonly Chains chains;
    private readonly HeadsFile heads;
    private readonly DatabaseTarget target;

    internal AuditVerifier(Chains chains, HeadsFile heads, DatabaseTarget target)
    {
        this.chains = chains;
        this.heads = heads;
        this.target = target;
    }

    /// <summary>A verifier of any system, such as one just restored, that needs nothing of the application.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">The keys are missing or do not belong to the database.</exception>
    public static AuditVerifier Of(AccessOptions access, DatabaseTarget target)
    {
        var keys = new Keys.KeyRing(access, target);
        var heads = new HeadsFile(access, target, keys);
        return new AuditVerifier(new Chains(keys, heads, target, TimeProvider.System), heads, target);
    }

    public async Task<AuditReport> VerifyAsync(CancellationToken ct = default)
    {
        // First the heads, then the records: what commits in between only puts the database further ahead.
        var (known, forged) = heads.Read();
        var first = forged > 0 ? new AuditBreak("heads", 0, 0, "heads-forged") : null;
        long records = 0;
        await using (var connection = await Sql.OpenAsync(target, ct))
        {
            (var count, first) = await VerifyAsync(chains.Writes, connection, known, first, ct);
            records += count;
        }

        if (chains.ReadsTarget.SqlitePath is not { } path || File.Exists(path) || known.Any(h => h.Chain == chains.Reads.Table && h.Seq > 0))
        {
            await using var connection = await AccessLogWriter.OpenAsync(chains, ct);
            (var count, first) = await VerifyAsync(chains.Reads, connection, known, first, ct);
            records += count;
        }

        return new AuditReport(first is null, records, first);
    }

    private static async Task<(long Records, AuditBreak? First)> VerifyAsync(
        ChainStore store, System.Data.Common.DbConnection connection, IReadOnlyList<ChainHead> heads, AuditBreak? first, CancellationToken ct)
    {
        var expected = heads.Where(h => h.Chain == store.Table).GroupBy(h => h.County)
            .ToDictionary(g => g.Key, g => g.DistinctBy(h => (h.Seq, Convert.ToHexString(h.Hash))).ToLookup(h => h.Seq));
        // After its beginning was cut on purpose, a chain begins after the last record that was signed away.
        var cuts = heads.Where(h => h.Chain == HeadsFile.Sealed(store.Table)).ToLookup(h => (h.County, h.Seq));
        var ends = new Dictionary<int, long>();
        var key = store.Key;
        long records = 0;
        ChainRecord? previous = null;
        await foreach (var record in store.ReadAsync(connection, "1 = 1", [], ct: ct))
        {
            records++;
            if (previous?.County != record.County)
            {
                previous = cuts[(record.County, record.Seq - 1)].Select(cut => record with { Seq = cut.Seq, Hash = cut.Hash }).FirstOrDefault();
            }

            var reason = Fault(record, previous, key, store.Table);
            if (!expected.TryGetValue(record.County, out var known) || !known.Contains(0))
            {
                // Its beginning was announced before its first commit: the file was lost and perhaps begun anew.
                reason ??= ends.ContainsKey(record.County) ? null : "heads-missing";
            }
            else if (known[record.Seq].Any(h => !h.Hash.AsSpan().SequenceEqual(record.Hash)))
            {
                reason ??= "replaced";
            }

            first ??= reason is null ? null : new AuditBreak(store.Table, record.County, record.Seq, reason);
            ends[record.County] = record.Seq;
            previous = record;
        }

        foreach (var (county, known) in expected.OrderBy(e => e.Key))
        {
            var last = known.Max(h => h.Key);
            var end = ends.GetValueOrDefault(county);
            first ??= end < last ? new AuditBreak(store.Table, county, end + 1, "truncated") : null;
        }

        return (records, first);
    }

    private static string? Fault(ChainRecord record, ChainRecord? previous, byte[] key, string chain)
    {
        var expectedSeq = (previous?.Seq ?? 0) + 1;
        if (record.Seq != expectedSeq)
        {
            return "missing";
        }

        if (!record.IsSound(key, chain))
        {
            return "edited";
        }

        return record.PrevHash.AsSpan().SequenceEqual(previous?.Hash ?? ChainRecord.Beginning) ? null : "reordered";
    }
}
