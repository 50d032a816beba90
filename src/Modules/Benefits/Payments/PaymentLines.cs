using Fuyao.Access.Contracts;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Payments;

/// <summary>
/// The lines of a run's payment list, township by township: awards with cash for a person or a household, joined with the
/// account and id number that the register knows now. Memory is bounded by the largest township.
/// </summary>
internal sealed class PaymentLines(PlatformDb db, HouseholdReader households, FieldCipher cipher, IRegionNames? names)
{
    private const string HeadRelation = "02";

    public async Task<IReadOnlyList<RegionCode>> TownshipsAsync(Run run, CancellationToken ct) =>
        [.. (await Paid(run).Select(a => a.Region / 1_000).Distinct().OrderBy(t => t).ToListAsync(ct)).Select(t => new RegionCode(t * 1_000))];

    public async Task<IReadOnlyList<VillageLines>> ReadAsync(Run run, RegionCode township, IReadOnlyDictionary<string, string> titles, CancellationToken ct)
    {
        var (from, to) = (township.Value, township.Value + 1_000);
        var awards = await Paid(run).Where(a => a.Region >= from && a.Region < to)
            .OrderBy(a => a.Region).ThenBy(a => a.HouseholdNumber).ThenBy(a => a.Id).ToListAsync(ct);
        var payees = await PayeesAsync(awards, new CodeRange(from, to), run.On, ct);
        var villages = new List<VillageLines>();
        foreach (var village in awards.GroupBy(a => a.Region))
        {
            villages.Add(new VillageLines(village.Key, await NameAsync(new RegionCode(village.Key), ct), [.. village.Select(a => Line(a, payees[a.HouseholdId], titles))]));
        }

        return villages;
    }

    public async Task<string> NameAsync(RegionCode region, CancellationToken ct) =>
        (names is null ? null : await names.NameAsync(region, ct)) ?? region.ToShort();

    private IQueryable<Award> Paid(Run run) =>
        db.Set<Award>().AsNoTracking().Where(a => a.County == run.County && a.RunId == run.Id && a.Cash != Money.Zero);

    private async Task<Dictionary<Guid, HouseholdRecord?>> PayeesAsync(List<Award> awards, CodeRange area, DateOnly on, CancellationToken ct)
    {
        var payees = awards.Select(a => a.HouseholdId).Distinct().ToDictionary(id => id, _ => (HouseholdRecord?)null);
        await foreach (var household in households.StreamAsync(area, on, ct))
        {
            if (payees.ContainsKey(household.Id))
            {
                payees[household.Id] = household;
            }
        }

        // A household that has left the township since is still paid what it was awarded there.
        foreach (var gone in payees.Where(p => p.Value is null).Select(p => p.Key).ToList())
        {
            payees[gone] = await households.GetAsync(gone, on, ct: ct);
        }

        return payees;
    }

    private PaymentLine Line(Award award, HouseholdRecord? household, IReadOnlyDictionary<string, string> titles)
    {
        var toPerson = award.Payee == "person" && award.PersonId is not null;
        var receiver = household?.Persons.FirstOrDefault(p => toPerson ? p.Id == award.PersonId : p.Relation == HeadRelation);
        var title = titles.GetValueOrDefault(award.Policy, award.Policy);
        return new PaymentLine(
            award.Id,
            award.Region,
            award.HouseholdNumber,
            award.HeadName,
            toPerson ? award.PersonName : award.HeadName ?? award.PersonName,
            receiver?.IdNumber is { } id ? cipher.Decrypt(id) : null,
            household?.BankAccount is { } account ? cipher.Decrypt(account) : null,
            award.PersonName is { } person && !toPerson && person != award.HeadName ? $"{title}({person})" : title,
            award.Cash);
    }
}
