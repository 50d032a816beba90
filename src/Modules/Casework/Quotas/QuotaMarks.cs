using Fuyao.Casework.Ranking;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Casework.Quotas;

/// <summary>On which side of its village's quota a household stands.</summary>
internal enum QuotaSide
{
    Within,

    /// <summary>Equal incomes reach across the line: who is within is decided by appraisal, never by the order of the list.</summary>
    AtLine,

    Beyond,

    /// <summary>Its income is unknown, so it has no rank.</summary>
    Unranked,
}

/// <param name="Category">Whose quota it is: that of the household's own type where the village has one, else of all types.</param>
/// <param name="Rank">Among those who share the quota.</param>
internal sealed record QuotaMark(QuotaSide Side, string Category, int Quota, int? Rank);

internal sealed record QuotaTally(int Within, int AtLine, int Beyond, int Unranked, int Without);

/// <summary>The quotas of villages that hold for a year, and how the ranking reads beside them.</summary>
internal sealed class QuotaMarks(IReadOnlyDictionary<(long Village, string Category), int> quotas)
{
    public bool IsEmpty => quotas.Count == 0;

    public IReadOnlyDictionary<(long Village, string Category), int> Quotas => quotas;

    public static async Task<QuotaMarks> LoadAsync(PlatformDb db, int county, int year, CodeRange area, CancellationToken ct) =>
        new(await db.Set<Quota>().AsNoTracking()
            .Where(q => q.County == county && q.Year == year && q.ReplacedAt == null && q.Households != null && q.Region >= area.From && q.Region < area.To)
            .ToDictionaryAsync(q => (q.Region, q.Category), q => q.Households!.Value, ct));

    /// <summary>Null when the household's village has no quota for it.</summary>
    public QuotaMark? Of(long village, string? category, int? villageRank, int villageTied, int? categoryRank, int categoryTied)
    {
        var (own, rank, tied) = (category, categoryRank, categoryTied);
        if (own is null || !quotas.TryGetValue((village, own), out var quota))
        {
            (own, rank, tied) = (Quota.All, villageRank, villageTied);
            if (!quotas.TryGetValue((village, own), out quota))
            {
                return null;
            }
        }

        var side = rank is not { } first ? QuotaSide.Unranked
            : first + tied - 1 <= quota ? QuotaSide.Within
            : first > quota ? QuotaSide.Beyond
            : QuotaSide.AtLine;
        return new QuotaMark(side, own, quota, rank);
    }

    public QuotaMark? Of(RankingLine line) => Of(line.Region, line.Category, line.VillageRank, line.VillageTied, line.CategoryRank, line.CategoryTied);

    public async Task<QuotaTally?> TallyAsync(IQueryable<RankingLine> lines, CancellationToken ct)
    {
        if (IsEmpty)
        {
            return null;
        }

        var sides = (await lines.Select(l => new { l.Region, l.Category, l.VillageRank, l.VillageTied, l.CategoryRank, l.CategoryTied }).ToListAsync(ct))
            .Select(l => Of(l.Region, l.Category, l.VillageRank, l.VillageTied, l.CategoryRank, l.CategoryTied)?.Side).ToList();
        return new QuotaTally(
            sides.Count(s => s == QuotaSide.Within), sides.Count(s => s == QuotaSide.AtLine), sides.Count(s => s == QuotaSide.Beyond),
            sides.Count(s => s == QuotaSide.Unranked), sides.Count(s => s is null));
    }
}
