using System.Globalization;
using Fuyao.Access.Contracts;
using Fuyao.Benefits.Orders;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Payments;

/// <summary>The frozen lines of an order's list, township by township. Memory is bounded by the largest township.</summary>
internal sealed class PaymentLines(PlatformDb db, FieldCipher cipher, IRegionNames? names)
{
    public async Task<IReadOnlyList<RegionCode>> TownshipsAsync(PaymentOrder order, string list, CancellationToken ct) =>
        [.. (await Of(order, list).Select(l => l.Region / 1_000).Distinct().OrderBy(t => t).ToListAsync(ct)).Select(t => new RegionCode(t * 1_000))];

    public async Task<IReadOnlyList<VillageLines>> ReadAsync(
        PaymentOrder order, string list, RegionCode township, IReadOnlyDictionary<string, string> titles, CancellationToken ct)
    {
        var (from, to) = (township.Value, township.Value + 1_000);
        var lines = await Of(order, list).Where(l => l.Region >= from && l.Region < to).OrderBy(l => l.No).ToListAsync(ct);
        var villages = new List<VillageLines>();
        foreach (var village in lines.GroupBy(l => l.Region))
        {
            villages.Add(new VillageLines(village.Key, await NameAsync(new RegionCode(village.Key), ct), [.. village.Select(l => Line(l, order, titles))]));
        }

        return villages;
    }

    public async Task<string> NameAsync(RegionCode region, CancellationToken ct) =>
        (names is null ? null : await names.NameAsync(region, ct)) ?? region.ToShort();

    /// <summary>What a payment is for, and for whom when that is not the receiver.</summary>
    public static string Purpose(OrderLine line, IReadOnlyDictionary<string, string> titles)
    {
        var title = titles.GetValueOrDefault(line.Policy, line.Policy);
        return line.PersonName is { } person && person != line.Receiver ? $"{title}({person})" : title;
    }

    private IQueryable<OrderLine> Of(PaymentOrder order, string list) =>
        db.Set<OrderLine>().AsNoTracking().Where(l => l.County == order.County && l.OrderId == order.Id && l.List == list);

    private PaymentLine Line(OrderLine line, PaymentOrder order, IReadOnlyDictionary<string, string> titles)
    {
        return new PaymentLine(
            line.Id,
            line.Region,
            line.HouseholdNumber,
            line.HeadName,
            line.Receiver,
            line.IdCipher is { } id ? cipher.Decrypt(id) : null,
            line.AccountCipher is { } account ? cipher.Decrypt(account) : null,
            Purpose(line, titles),
            line.Amount)
        {
            School = line.School,
            Remark = Remark(line, order),
        };
    }

    private static string Remark(OrderLine line, PaymentOrder order)
    {
        var words = new List<string>();
        if (line.ReissueOf is not null)
        {
            words.Add("重发");
        }

        if (line.AdjustmentId is not null)
        {
            words.Add($"补发 {line.Period}");
        }

        if (line.Withheld > Money.Zero)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"应发 {line.Gross.ToDisplay()},抵扣多发 {line.Withheld.ToDisplay()}"));
        }

        if (line.Status == LineStatus.NoAccount)
        {
            words.Add("缺账号,暂不能代发");
        }

        return string.Join(";", words);
    }
}
