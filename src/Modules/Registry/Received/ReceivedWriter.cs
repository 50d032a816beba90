using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Received;

/// <param name="Known">Rows that the register has already, from an earlier list or twice in this one.</param>
internal sealed record ReceivedTally(int Matched, int Ambiguous, int Unmatched, int Known);

/// <summary>One benefit of several that a row holds.</summary>
/// <param name="Person">Null when it is the household's as a whole.</param>
internal sealed record ReceivedPart(string Programme, Money Amount, string? Recurring, Guid? Person);

/// <summary>
/// Writes rows of other departments' lists and settles whose they are, within a change set that the caller has begun
/// (<see cref="ChangeWriter.BeginAsync"/>) and a transaction that the caller owns.
/// </summary>
internal sealed class ReceivedWriter(PlatformDb db, ReceivedMatcher matcher, Seal seal, TimeProvider clock)
{
    /// <summary>Which rows the register has already, from an earlier list or earlier in this one.</summary>
    public async Task<bool[]> KnownAsync(int county, IReadOnlyList<ReceivedState> rows, CancellationToken ct)
    {
        var hashes = rows.Select(r => Hash(seal.LookupKeys[0], r)).ToList();
        var known = await KnownAsync(county, rows, hashes, ct);
        return [.. hashes.Select(h => !known.Add(Convert.ToHexString(h)))];
    }

    /// <summary>Matches and stores rows; may be called batch by batch with the same change.</summary>
    public async Task<ReceivedTally> AddAsync(int county, Guid change, IReadOnlyList<ReceivedState> rows, CancellationToken ct)
    {
        var hashes = rows.Select(r => Hash(seal.LookupKeys[0], r)).ToList();
        var known = await KnownAsync(county, rows, hashes, ct);
        var fresh = rows.Select((row, i) => (Row: row, Hash: hashes[i])).Where(r => known.Add(Convert.ToHexString(r.Hash))).ToList();
        var matches = await matcher.MatchAsync([.. fresh.Select(r => r.Row)], ct);
        await db.BulkInsertAsync(fresh.Select((r, i) => Row(county, change, r.Row, r.Hash, matches[i])), ct);
        return new ReceivedTally(Count(MatchStates.Matched), Count(MatchStates.Ambiguous), Count(MatchStates.Unmatched), rows.Count - fresh.Count);

        int Count(string state) => matches.Count(m => m.State == state);
    }

    private async Task<HashSet<string>> KnownAsync(int county, IReadOnlyList<ReceivedState> rows, List<byte[]> hashes, CancellationToken ct)
    {
        var known = new HashSet<string>();

        // While the look-up key is being rotated, what is known may be stored under the other one.
        var former = seal.LookupKeys.Skip(1).SelectMany(key => rows.Select((row, i) => (Former: Hash(key, row), Now: hashes[i]))).ToLookup(h => Convert.ToHexString(h.Former), h => h.Now);
        foreach (var part in hashes.Concat(former.Select(f => Convert.FromHexString(f.Key))).Chunk(500))
        {
            known.UnionWith((await db.Set<ReceivedBenefitRow>().AcrossAreas()
                .Where(r => r.County == county && part.Contains(r.FactsHash) && r.ClosedBy == null).Select(r => r.FactsHash).ToListAsync(ct)).Select(Convert.ToHexString));
        }

        known.UnionWith(former.Where(f => known.Contains(f.Key)).SelectMany(f => f).Select(Convert.ToHexString).ToList());
        return known;
    }

    /// <summary>Rows of the actor's area as they now stand, by their lasting id.</summary>
    public async Task<Dictionary<Guid, ReceivedBenefitRow>> ByIdAsync(IReadOnlyCollection<Guid> rows, CancellationToken ct)
    {
        var found = new Dictionary<Guid, ReceivedBenefitRow>();
        foreach (var part in rows.Distinct().Chunk(500))
        {
            foreach (var row in await db.Set<ReceivedBenefitRow>().AsNoTracking().Where(r => part.Contains(r.RowId) && r.ClosedBy == null).ToListAsync(ct))
            {
                found[row.RowId] = row;
            }
        }

        return found;
    }

    /// <summary>Restates rows of one county; whose they are is looked for anew where what identifies somebody was mended.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">412: somebody settled one of them at the same time.</exception>
    public async Task MendAsync(Guid change, IReadOnlyList<(ReceivedBenefitRow Row, ReceivedState Next)> mended, CancellationToken ct)
    {
        var county = mended[0].Row.County;
        var ids = mended.Select(m => m.Row.Id).ToArray();
        var closed = await db.Set<ReceivedBenefitRow>().Where(r => r.County == county && ids.Contains(r.Id) && r.ClosedBy == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.ClosedBy, change), ct);
        if (closed != ids.Length)
        {
            throw Kernel.Problems.ProblemException.Stale();
        }

        var matches = await matcher.MatchAsync([.. mended.Select(m => m.Next)], ct);
        await db.BulkInsertAsync(mended.Select((m, i) =>
        {
            var was = StateOf(m.Row);
            var same = was.PersonName == m.Next.PersonName && was.IdNumber == m.Next.IdNumber && was.HouseholdNumber == m.Next.HouseholdNumber;
            var match = same ? new ReceivedMatch(m.Row.State, m.Row.HouseholdId, m.Row.PersonId, m.Row.Region, m.Row.MatchedBy) : matches[i];
            return Row(county, change, m.Next, Hash(seal.LookupKeys[0], m.Next), match) with { RowId = m.Row.RowId, ListId = m.Row.ListId, SheetRow = m.Row.SheetRow };
        }), ct);
    }

    /// <summary>Says by hand whose a row is.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">412: somebody else settled it first.</exception>
    public async Task SettleAsync(ReceivedBenefitRow row, ReceivedMatch match, Guid change, CancellationToken ct)
    {
        await CloseAsync(row, change, ct);
        await db.BulkInsertAsync([row with
        {
            Id = Ids.New(clock), State = match.State, HouseholdId = match.Household, PersonId = match.Person, MatchedBy = match.By,
            Region = match.Village ?? row.Region, OpenedBy = change, ClosedBy = null,
        }], ct);
    }

    /// <summary>Tells one row apart into several. It stays, so that its list brings nothing new when it comes again, but it counts no more.</summary>
    /// <param name="parts">They sum to the row's amount.</param>
    /// <exception cref="Kernel.Problems.ProblemException">412: somebody else settled it first.</exception>
    public async Task SplitAsync(ReceivedBenefitRow row, IReadOnlyList<ReceivedPart> parts, Guid change, CancellationToken ct)
    {
        await CloseAsync(row, change, ct);
        await db.BulkInsertAsync([
            row with { Id = Ids.New(clock), State = MatchStates.Split, HouseholdId = null, PersonId = null, OpenedBy = change, ClosedBy = null },
            .. parts.Select(part => Ids.New(clock) is var id ? row with
            {
                Id = id, RowId = id, SplitOf = row.RowId, Programme = part.Programme, Amount = part.Amount, Recurring = part.Recurring, PersonId = part.Person,
                FactsHash = SHA256.HashData(Encoding.UTF8.GetBytes($"{row.RowId}{id}")), OpenedBy = change, ClosedBy = null,
            } : row),
        ], ct);
    }

    /// <summary>Takes a split back: the parts end, and the row is as it was before.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">412: somebody else did so first.</exception>
    public async Task JoinAsync(ReceivedBenefitRow row, Guid change, CancellationToken ct)
    {
        await CloseAsync(row, change, ct);
        await db.Set<ReceivedBenefitRow>().AcrossAreas().Where(r => r.County == row.County && r.SplitOf == row.RowId && r.ClosedBy == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.ClosedBy, change), ct);
        var before = (await db.Set<ReceivedBenefitRow>().AsNoTracking().AcrossAreas().Where(r => r.County == row.County && r.RowId == row.RowId && r.State != MatchStates.Split).ToListAsync(ct))
            .MaxBy(r => r.Id.ToString("N"), StringComparer.Ordinal);
        // Where it is it was moved to meanwhile; whose it was, it was before.
        await db.BulkInsertAsync([row with { Id = Ids.New(clock), State = before?.State ?? MatchStates.Unmatched, HouseholdId = before?.HouseholdId, PersonId = before?.PersonId, MatchedBy = before?.MatchedBy, OpenedBy = change, ClosedBy = null }], ct);
    }

    private async Task CloseAsync(ReceivedBenefitRow row, Guid change, CancellationToken ct)
    {
        var closed = await db.Set<ReceivedBenefitRow>().Where(r => r.County == row.County && r.Id == row.Id && r.ClosedBy == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.ClosedBy, change), ct);
        if (closed == 0)
        {
            throw Kernel.Problems.ProblemException.Stale();
        }
    }

    public ReceivedState StateOf(ReceivedBenefitRow row) => new()
    {
        Department = row.Department, Programme = row.Programme, PersonName = row.PersonName, IdNumber = seal.Open(row.IdCipher),
        HouseholdNumber = row.HouseholdNumber, Region = row.Region, Place = row.Place, Amount = row.Amount, Date = row.Date, Until = row.ValidTo == Span.Forever ? null : row.ValidTo.AddDays(-1),
        Recurring = row.Recurring, SheetRow = row.SheetRow,
    };

    private ReceivedBenefitRow Row(int county, Guid change, ReceivedState row, byte[] hash, ReceivedMatch match)
    {
        var id = Ids.New(clock);
        return new ReceivedBenefitRow
        {
            County = county,
            Id = id,
            RowId = id,
            Region = match.Village ?? row.Region,
            Department = row.Department,
            Programme = row.Programme,
            PersonName = row.PersonName,
            IdCipher = seal.Encrypt(row.IdNumber),
            IdHash = seal.IdNumberHash(row.IdNumber),
            HouseholdNumber = row.HouseholdNumber,
            Place = row.Place,
            Amount = row.Amount,
            Date = row.Date,
            Recurring = row.Recurring,
            State = match.State,
            HouseholdId = match.Household,
            PersonId = match.Person,
            MatchedBy = match.By,
            ListId = change,
            SheetRow = row.SheetRow,
            FactsHash = hash,
            ValidFrom = row.Date,
            ValidTo = row.Until is { } last && last < Span.Forever ? last.AddDays(1) : Span.Forever,
            OpenedBy = change,
        };
    }

    private static byte[] Hash(LookupKey key, ReceivedState row) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\u0001', row.Department, row.Programme, row.PersonName, row.IdNumber is { } id ? Convert.ToHexString(key.Hash("id", id)) : "",
        row.HouseholdNumber, row.IdNumber is null && row.HouseholdNumber is null ? $"{row.Region}{row.Place}" : "", row.Amount.Fen, row.Date.DayNumber, row.Until?.DayNumber, row.Recurring)));

    /// <summary>What of the rows depends on the look-up key.</summary>
    internal sealed class Keyed(Seal seal) : IKeyedHashes
    {
        public IEnumerable<KeyedHash> KeyedHashes() =>
        [
            new(typeof(ReceivedBenefitRow), nameof(ReceivedBenefitRow.IdHash), [nameof(ReceivedBenefitRow.IdCipher)], row => seal.IdNumberHash(seal.Open((byte[]?)row[0]))),
            new(
                typeof(ReceivedBenefitRow), nameof(ReceivedBenefitRow.FactsHash),
                [
                    nameof(ReceivedBenefitRow.FactsHash), nameof(ReceivedBenefitRow.IdCipher), nameof(ReceivedBenefitRow.Department), nameof(ReceivedBenefitRow.Programme),
                    nameof(ReceivedBenefitRow.PersonName), nameof(ReceivedBenefitRow.HouseholdNumber), nameof(ReceivedBenefitRow.Amount), nameof(ReceivedBenefitRow.Date),
                    nameof(ReceivedBenefitRow.ValidTo), nameof(ReceivedBenefitRow.Recurring), nameof(ReceivedBenefitRow.SplitOf),
                ],
                Again),
        ];

        // Without an id number the key has no part in it; a part of a row is found by no list.
        private byte[] Again(IReadOnlyList<object?> row) => row[1] is not byte[] cipher || row[10] is not null ? (byte[])row[0]! : Hash(seal.LookupKeys[0], new ReceivedState
        {
            IdNumber = seal.Open(cipher), Department = (string)row[2]!, Programme = (string)row[3]!, PersonName = (string?)row[4], HouseholdNumber = (string?)row[5],
            Region = 0, Amount = (Money)row[6]!, Date = (DateOnly)row[7]!,
            Until = row[8] is DateOnly end && end < Span.Forever ? end.AddDays(-1) : null, Recurring = (string?)row[9],
        });
    }
}
