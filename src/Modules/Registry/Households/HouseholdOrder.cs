using System.Linq.Expressions;
using System.Text.Json;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Lists;
using Fuyao.Registry.Model;
using Microsoft.AspNetCore.WebUtilities;

namespace Fuyao.Registry.Households;

/// <summary>Where a page of a list ended. The totals travel along, so that they are counted once.</summary>
/// <param name="Key">Value that the list is sorted by: fen, a count or a name.</param>
internal sealed record HouseholdCursor(string Sort, string Key, string Number, long Region, int Households, int Persons)
{
    public string Write() => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(this));

    public static HouseholdCursor? Read(string? text, string sort)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            if (JsonSerializer.Deserialize<HouseholdCursor>(WebEncoders.Base64UrlDecode(text)) is { } cursor && cursor.Sort == sort)
            {
                return cursor;
            }
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            // Falls through to the problem below.
        }

        throw new ProblemException(400, new Problem("wrong-cursor", new LocalText(
            "翻页位置无效,请从第一页重新查询。", "The cursor does not belong to this list. Start again from the first page."), "cursor"));
    }
}

/// <summary>The orders a list of households may have, each complete (by number and village among equals) so that pages neither repeat nor skip.</summary>
internal static class HouseholdOrder
{
    private static readonly string[] Sorts = ["region", "number", "head_name", "income", "members"];
    private static readonly Money UnknownLast = new(long.MaxValue);
    private static readonly Money UnknownFirst = new(long.MinValue);

    public static string Check(string? sort)
    {
        if (string.IsNullOrEmpty(sort))
        {
            return "region";
        }

        return Sorts.Contains(sort.TrimStart('-')) || Facets.Find(sort.TrimStart('-')) is not null ? sort : throw new ProblemException(400, new Problem("wrong-sort", new LocalText(
            $"可按 {string.Join("、", Sorts)} 排序,前加 - 为降序。", $"Sort by one of {string.Join(", ", Sorts)}; a leading - turns it round."), "sort"));
    }

    public static IQueryable<HouseholdVersion> Apply(IQueryable<HouseholdVersion> found, string sort, HouseholdCursor? after)
    {
        var down = sort[0] == '-';
        return sort.TrimStart('-') switch
        {
            "number" => By(found, v => v.Number, after?.Key, after, down),
            "head_name" => By(found, v => v.HeadName ?? "", after?.Key, after, down),
            "income" when down => By(found, v => v.IncomePerHead ?? UnknownFirst, Fen(after), after, down),
            "income" => By(found, v => v.IncomePerHead ?? UnknownLast, Fen(after), after, down),
            "members" => By(found, v => v.MemberCount, (int)Number(after), after, down),
            var path when Facets.Find(path) is { } facet => By(found.WithFacets(), v => v.Facets.Substring(facet.At, facet.Width), after?.Key, after, down),
            _ => By(found, v => v.Region, Number(after), after, down),
        };
    }

    public static string KeyOf(HouseholdVersion row, string sort) => sort.TrimStart('-') switch
    {
        "number" => row.Number,
        "head_name" => row.HeadName ?? "",
        "income" => $"{(row.IncomePerHead ?? (sort[0] == '-' ? UnknownFirst : UnknownLast)).Fen}",
        "members" => $"{row.MemberCount}",
        var path when Facets.Find(path) is { } facet => row.Facets.Substring(facet.At, facet.Width),
        _ => $"{row.Region}",
    };

    private static Money Fen(HouseholdCursor? cursor) => new(Number(cursor));

    private static long Number(HouseholdCursor? cursor) => long.TryParse(cursor?.Key, out var number) ? number : 0;

    private static IQueryable<HouseholdVersion> By<TKey>(
        IQueryable<HouseholdVersion> found, Expression<Func<HouseholdVersion, TKey>> key, TKey? after, HouseholdCursor? cursor, bool down)
    {
        if (cursor is not null)
        {
            found = found.Where(After(key, after!, cursor, down));
        }

        var ordered = down ? found.OrderByDescending(key) : found.OrderBy(key);
        return ordered.ThenBy(v => v.Number).ThenBy(v => v.Region);
    }

    private static Expression<Func<HouseholdVersion, bool>> After<TKey>(
        Expression<Func<HouseholdVersion, TKey>> key, TKey after, HouseholdCursor cursor, bool down)
    {
        Expression<Func<TKey>> value = () => after;
        var (number, region) = (cursor.Number, cursor.Region);
        Expression<Func<HouseholdVersion, bool>> tie = v => string.Compare(v.Number, number) > 0 || (v.Number == number && v.Region > region);
        var row = key.Parameters[0];
        var rest = new Rename(tie.Parameters[0], row).Visit(tie.Body);
        return Expression.Lambda<Func<HouseholdVersion, bool>>(
            Expression.OrElse(Beyond(key.Body, value.Body, down), Expression.AndAlso(Expression.Equal(key.Body, value.Body), rest)), row);
    }

    private static BinaryExpression Beyond(Expression key, Expression value, bool down)
    {
        if (key.Type == typeof(string))
        {
            key = Expression.Call(typeof(string), nameof(string.Compare), null, key, value);
            value = Expression.Constant(0);
        }

        return down ? Expression.LessThan(key, value) : Expression.GreaterThan(key, value);
    }

    private sealed class Rename(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}
