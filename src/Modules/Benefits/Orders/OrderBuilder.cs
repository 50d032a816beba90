using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Adjustments;
using Fuyao.Benefits.Contracts;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Orders;

/// <summary>What one township adds to an order.</summary>
internal sealed record OrderPart(IReadOnlyList<OrderLine> Lines, IReadOnlyList<Settlement> Settlements);

/// <summary>
/// Makes the lines of an order township by township: the run's awards, arrears of earlier periods, and what overpayments keep back from
/// both. Memory is bounded by the largest township.
/// </summary>
internal sealed class OrderBuilder(PlatformDb db, HouseholdReader households, PupilSchools schools, OpenAdjustments open, CurrentActor actor, BenefitOptions options, TimeProvider clock)
{
    private const string HeadRelation = "02";

    /// <summary>Townships that have something to pay, in order.</summary>
    public async Task<IReadOnlyList<RegionCode>> TownshipsAsync(PaymentOrder order, CancellationToken ct)
    {
        if (order.Reissues is { } before)
        {
            return Townships(await Returned(order.County, before).Select(l => l.Region / 1_000).Distinct().ToListAsync(ct));
        }

        var area = new RegionCode(order.Region).Range;
        var awards = await db.Set<Award>().Where(a => a.County == order.County && a.RunId == order.RunId).Select(a => a.Region / 1_000).Distinct().ToListAsync(ct);
        var owed = await open.In(order.County, area, order.Pack).Select(a => a.Region / 1_000).Distinct().ToListAsync(ct);
        return Townships(awards.Concat(owed));
    }

    public async Task<OrderPart> BuildAsync(PaymentOrder order, RegionCode township, int lines, CancellationToken ct)
    {
        var area = township.Range;
        var drafts = order.Reissues is { } before ? await ReissuedAsync(order, before, area, ct) : await DraftsAsync(order, area, ct);
        // Of what came back, too: money that never arrived is not asked back from anybody, it is not sent again.
        var debts = await open.DebtsAsync(order.County, [.. drafts.Select(d => d.HouseholdId).Distinct()], order.Pack, ct);
        var payees = await PayeesAsync(drafts.Select(d => d.HouseholdId).ToHashSet(), area, ct);
        var schoolOf = await schools.ReadAsync(order.County, [.. drafts.Where(d => d.List == PayeeLists.School).Select(d => d.HouseholdId).Distinct()], clock.TodayInChina(), ct);
        var settlements = new List<Settlement>();
        var result = new List<OrderLine>();
        foreach (var household in drafts.OrderBy(d => d.Region).ThenBy(d => d.HouseholdNumber, StringComparer.Ordinal).ThenBy(d => d.Id).GroupBy(d => d.HouseholdId))
        {
            var owed = new Withholding(debts.Where(d => d.Adjustment.HouseholdId == household.Key), options.OffsetPercent);
            foreach (var draft in household)
            {
                var line = Receive(draft, payees.GetValueOrDefault(draft.HouseholdId)) with { No = ++lines, School = draft.List == PayeeLists.School ? schoolOf(draft.HouseholdId, draft.PersonName) : null };
                if (line.AdjustmentId is { } arrears)
                {
                    settlements.Add(Settle(order, line, arrears, line.Gross));
                }

                foreach (var (adjustment, amount) in owed.Take(line))
                {
                    settlements.Add(Settle(order, line, adjustment, -amount));
                    line = line with { Withheld = line.Withheld + amount, Amount = line.Amount - amount };
                }

                result.Add(line with { Status = StatusOf(line) });
            }
        }

        return new OrderPart(result, settlements);
    }

    /// <summary>Holds the pack's adjustments until the write ends and says whether a part still settles no more than is open.</summary>
    public async Task<bool> StandsAsync(PaymentOrder order, OrderPart part, CancellationToken ct)
    {
        if (part.Settlements.Count == 0)
        {
            return true;
        }

        await open.HoldAsync(order.County, order.Pack, ct);
        return await open.FitAsync(order.County, part.Settlements, ct);
    }

    /// <summary>SHA-256 over the lines in their order: what the approver approves. Accounts count by their digits, so that a new key changes nothing.</summary>
    public async Task<string> ChecksumAsync(PaymentOrder order, FieldCipher cipher, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var l in db.Set<OrderLine>().AsNoTracking().Where(l => l.County == order.County && l.OrderId == order.Id).OrderBy(l => l.No).AsAsyncEnumerable().WithCancellation(ct))
        {
            var account = l.AccountCipher is { } sealedAccount ? cipher.Decrypt(sealedAccount) : "";
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join('|',
                l.No, l.List, l.HouseholdId, l.Subject, l.Policy, l.Period, l.Kind, l.Payee, l.Gross.Fen, l.Withheld.Fen, l.Amount.Fen, l.AwardId, l.AdjustmentId, l.ReissueOf, account) + (l.School is null ? "" : $"|{l.School}") + "\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Lines of an order that did not arrive and that no other order has taken up again.</summary>
    public IQueryable<OrderLine> Returned(int county, Guid order) => db.Set<OrderLine>().AsNoTracking().Where(l =>
        l.County == county && l.OrderId == order && (l.Status == LineStatus.Returned || l.Status == LineStatus.NoAccount)
        && !db.Set<OrderLine>().Any(again => again.County == county && again.ReissueOf == l.Id
            && db.Set<PaymentOrder>().Any(o => o.County == county && o.Id == again.OrderId && o.State != OrderState.Refused)));

    private static List<RegionCode> Townships(IEnumerable<long> codes) => [.. codes.Distinct().Order().Select(c => new RegionCode(c * 1_000))];

    private async Task<List<OrderLine>> DraftsAsync(PaymentOrder order, CodeRange area, CancellationToken ct)
    {
        var drafts = new List<OrderLine>();
        var awards = await db.Set<Award>().AsNoTracking()
            .Where(a => a.County == order.County && a.RunId == order.RunId && a.Region >= area.From && a.Region < area.To).ToListAsync(ct);
        foreach (var award in awards)
        {
            drafts.AddRange(award.PaidParts().Select(part => new OrderLine
            {
                County = order.County, Id = Ids.New(clock), Region = award.Region, OrderId = order.Id, No = 0, List = PayeeLists.Of(part.Kind, part.Payee),
                HouseholdId = award.HouseholdId, HouseholdNumber = award.HouseholdNumber, HeadName = award.HeadName, PersonId = award.PersonId, PersonName = award.PersonName,
                Policy = award.Policy, Subject = award.Subject, Unit = award.Unit, Period = award.Period, Kind = part.Kind, Payee = part.Payee,
                AwardId = award.Id, Gross = part.Amount, Withheld = Money.Zero, Amount = part.Amount,
            }));
        }

        foreach (var (a, left) in await open.ReadAsync(order.County, area, order.Pack, overpaid: false, ct))
        {
            drafts.Add(new OrderLine
            {
                County = order.County, Id = Ids.New(clock), Region = a.Region, OrderId = order.Id, No = 0, List = PayeeLists.Of(a.Kind, a.Payee),
                HouseholdId = a.HouseholdId, HouseholdNumber = a.HouseholdNumber, HeadName = a.HeadName, PersonId = a.PersonId, PersonName = a.PersonName,
                Policy = a.Policy, Subject = a.Subject, Unit = a.Unit, Period = a.Period, Kind = a.Kind, Payee = a.Payee,
                AdjustmentId = a.Id, Gross = left, Withheld = Money.Zero, Amount = left,
            });
        }

        return drafts;
    }

    private async Task<List<OrderLine>> ReissuedAsync(PaymentOrder order, Guid before, CodeRange area, CancellationToken ct) =>
        [.. (await Returned(order.County, before).Where(l => l.Region >= area.From && l.Region < area.To).ToListAsync(ct)).Select(l => l with
        {
            // The award was settled with the line that came back: this one only carries its amount again.
            Id = Ids.New(clock), OrderId = order.Id, ReissueOf = l.Id, AwardId = null, AdjustmentId = null, Gross = l.Amount, Withheld = Money.Zero,
        })];

    private async Task<Dictionary<Guid, HouseholdRecord>> PayeesAsync(HashSet<Guid> wanted, CodeRange area, CancellationToken ct)
    {
        // Accounts as the register has them today: a card that changed since the run's day is the one to pay to.
        var today = clock.TodayInChina();
        var payees = new Dictionary<Guid, HouseholdRecord>();
        await foreach (var household in households.StreamAsync(area, today, ct))
        {
            if (wanted.Contains(household.Id))
            {
                payees[household.Id] = household;
            }
        }

        // A household that has left the township since is still paid what it was awarded there.
        foreach (var gone in wanted.Where(id => !payees.ContainsKey(id)))
        {
            if (await households.GetAsync(gone, today, ct: ct) is { } moved)
            {
                payees[gone] = moved;
            }
        }

        return payees;
    }

    private static OrderLine Receive(OrderLine line, HouseholdRecord? household)
    {
        // A roster names who has the benefit: a pupil, an insured person. On a card list a household's money goes to its head.
        var toPerson = line.PersonId is not null && (line.Payee == "person" || line.List != PayeeLists.Card);
        var receiver = household?.Persons.FirstOrDefault(p => toPerson ? p.Id == line.PersonId : p.Relation == HeadRelation);
        return line with
        {
            Receiver = toPerson ? line.PersonName : receiver?.Name ?? line.HeadName ?? line.PersonName,
            IdCipher = receiver?.IdNumber,
            AccountCipher = line.List == PayeeLists.Card ? household?.BankAccount : null,
        };
    }

    private static LineStatus StatusOf(OrderLine line) =>
        line.Amount == Money.Zero ? LineStatus.Nothing : line.List == PayeeLists.Card && line.AccountCipher is null ? LineStatus.NoAccount : LineStatus.Ready;

    private Settlement Settle(PaymentOrder order, OrderLine line, Guid adjustment, Money amount) => new()
    {
        County = order.County, Id = Ids.New(clock), Region = line.Region, AdjustmentId = adjustment, OrderId = order.Id, LineId = line.Id, Amount = amount,
        At = clock.GetUtcNow(), By = actor.Name,
    };

    /// <summary>A household's overpayments, oldest first, as far as they are not yet kept back.</summary>
    private sealed class Withholding(IEnumerable<OpenAdjustment> debts, int percent)
    {
        private readonly List<(Adjustment Adjustment, Money Left)> debts = [.. debts.OrderBy(d => d.Adjustment.KnownAt).ThenBy(d => d.Adjustment.Id).Select(d => (d.Adjustment, -d.Left))];

        public List<(Guid Adjustment, Money Amount)> Take(OrderLine line)
        {
            var taken = new List<(Guid, Money)>();
            var room = new Money(line.Gross.Fen * percent / 100);
            for (var i = 0; i < debts.Count && room > Money.Zero; i++)
            {
                var (adjustment, left) = debts[i];
                if (left == Money.Zero || PayeeLists.Of(adjustment.Kind, adjustment.Payee) != line.List)
                {
                    continue;
                }

                var amount = left < room ? left : room;
                taken.Add((adjustment.Id, amount));
                debts[i] = (adjustment, left - amount);
                room -= amount;
            }

            return taken;
        }
    }
}
