using System.Runtime.CompilerServices;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Households;
using Fuyao.Registry.Model;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Contracts;

/// <summary>
/// The whole register of an area, block by block and past every object: for runs and simulations. Scoped; sees only the present actor's
/// area. What it gives is what <see cref="HouseholdReader"/> gives for the same households.
/// </summary>
public sealed class RegisterReader(PlatformDb db, TimeProvider clock)
{
    // A block ends with its township, or with the village that brings it to so many households; the first ones are small, so that something
    // is seen at once.
    private const int HouseholdsInTheFirst = 256;
    private const int HouseholdsABlock = 8_192;
    private const int VillagesATownship = 1_000;

    /// <summary>Blocks of whole villages in the order of (county, village, household id).</summary>
    /// <param name="area">Villages outside the actor's own area are left out.</param>
    /// <param name="on">The day for which facts are read.</param>
    /// <param name="knownAt">As known at this time; null: now. Changes published while this reads are not seen.</param>
    /// <param name="after">Begin behind this household.</param>
    /// <param name="blocks">Gives a block to fill, one that is no longer needed or a new one; null: a new one every time.</param>
    /// <param name="ct">Stops.</param>
    public async IAsyncEnumerable<RegisterBlock> StreamAsync(
        CodeRange area, DateOnly on, DateTimeOffset? knownAt = null, (long Region, Guid Household)? after = null, Func<RegisterBlock>? blocks = null,
        [EnumeratorCancellation] CancellationToken ct = default)
    {
        var knowing = Knowing.Before(db, knownAt ?? clock.GetUtcNow());
        var rest = after is { } place ? area with { From = Math.Max(area.From, place.Region) } : area;
        (int County, HouseholdAdditions.Kept Kept)? kept = null;
        foreach (var (county, villages) in await VillagesAsync(rest, on, knowing, ct))
        {
            var block = blocks?.Invoke() ?? new RegisterBlock();
            await ReadAsync(block, county, villages, on, knowing, ct);
            if (kept?.County != county)
            {
                kept = (county, await HouseholdAdditions.KeptAsync(db, county, ct));
            }

            await AddAsync(block, kept.Value.Kept, on, knowing, ct);
            block.Settle(after);
            if (block.Households > 0)
            {
                yield return block;
            }
        }
    }

    /// <summary>The county numbers of those who are registered in an area on a day, as known now.</summary>
    public async Task<IReadOnlyList<int>> CountiesAsync(CodeRange area, DateOnly on, CancellationToken ct = default) =>
        await Knowing.Before(db, clock.GetUtcNow()).Of(db.Set<HouseholdVersion>().In(area)).On(on).Select(v => v.County).Distinct().Order().ToListAsync(ct);

    private async Task ReadAsync(RegisterBlock block, int county, CodeRange villages, DateOnly on, IKnowing knowing, CancellationToken ct)
    {
        block.Clear(county);
        var households = knowing.Of(db.Set<HouseholdVersion>().In(villages).Where(v => v.County == county)).On(on)
            .OrderBy(v => v.Region).ThenBy(v => v.Number)
            .Select(v => new { v.HouseholdId, v.Id, v.Region, v.Number, v.HeadName, v.Facts });
        await db.ReadRowsAsync(households, row => block.Rows.Add(new RegisterBlock.Household(
            row.Id(0), row.Id(1), row.Number(2), block.Add(row.Text(3)), row.IsNull(4) ? RegisterBlock.Piece.None : block.Add(row.Text(4)), block.Add(row.Text(5)))), ct);
        var persons = knowing.Of(db.Set<PersonVersion>().In(villages).Where(v => v.County == county)).On(on)
            .OrderBy(v => v.Region).ThenBy(v => v.HouseholdId)
            .Select(v => new { v.HouseholdId, v.PersonId, v.Name, v.Facts });
        await db.ReadRowsAsync(persons, row => block.People.Add(new RegisterBlock.Person(
            row.Id(0), row.Id(1), row.IsNull(2) ? RegisterBlock.Piece.None : block.Add(row.Text(2)), block.Add(row.Text(3)))), ct);
    }

    // What the register knows of a household from elsewhere is put into its facts, as for everybody who reads one household.
    private async Task AddAsync(RegisterBlock block, HouseholdAdditions.Kept kept, DateOnly on, IKnowing knowing, CancellationToken ct)
    {
        if (kept is { Villages: false, Received: false, Linkages: false })
        {
            return;
        }

        var additions = await HouseholdAdditions.LoadAsync(db, block.County, kept, [.. block.Rows.Select(r => (r.Id, r.Region))], on, knowing, ct);
        for (var i = 0; i < block.Rows.Count; i++)
        {
            var row = block.Rows[i];
            if (additions.Has(row.Id, row.Region))
            {
                block.Rows[i] = row with { Facts = block.Add(additions.To(row.Id, row.Region, block.Text(row.Facts)!)) };
            }
        }
    }

    private async Task<List<(int County, CodeRange Villages)>> VillagesAsync(CodeRange area, DateOnly on, IKnowing knowing, CancellationToken ct)
    {
        var counts = await knowing.Of(db.Set<HouseholdVersion>().In(area)).On(on)
            .GroupBy(v => new { v.County, v.Region })
            .Select(g => new { g.Key.County, g.Key.Region, Households = g.Count() })
            .OrderBy(g => g.County).ThenBy(g => g.Region)
            .ToListAsync(ct);
        List<(int County, CodeRange Villages)> groups = [];
        var households = 0;
        foreach (var village in counts)
        {
            var most = Math.Min(HouseholdsABlock, HouseholdsInTheFirst << Math.Min(groups.Count, 10));
            if (groups.Count > 0 && (groups[^1].Villages.To - 1) / VillagesATownship == village.Region / VillagesATownship && households < most)
            {
                groups[^1] = (village.County, groups[^1].Villages with { To = village.Region + 1 });
                households += village.Households;
            }
            else
            {
                groups.Add((village.County, new CodeRange(village.Region, village.Region + 1)));
                households = village.Households;
            }
        }

        return groups;
    }
}
