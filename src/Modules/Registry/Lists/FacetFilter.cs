using System.Globalization;
using System.Linq.Expressions;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Lists;

/// <summary>
/// Conditions on any field, as they stand in an address: <c>housing.grade=C,D;housing.area=..60;water_safe=no;persons.health=disabled;causes!=school</c>.
/// A range is <c>from..to</c>, both included and either left out; <c>unknown</c> and <c>known</c> ask whether anything is recorded. All must hold.
/// </summary>
internal static class FacetFilter
{
    public static IQueryable<HouseholdVersion> Where(this IQueryable<HouseholdVersion> found, string? where, List<Problem> problems)
    {
        foreach (var condition in (where ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = condition.IndexOf('=', StringComparison.Ordinal);
            var not = equals > 0 && condition[equals - 1] == '!';
            if (equals <= 0 || Facets.Find(condition[..(not ? equals - 1 : equals)].Trim()) is not { } facet)
            {
                problems.Add(new Problem("unknown-field", new LocalText(
                    $"没有可筛选的字段“{CleanText.Of(condition)}”。", $"There is no such field to filter by: {CleanText.Of(condition)}."), "where"));
                continue;
            }

            found = Apply(found.WithFacets(), facet, condition[(equals + 1)..].Trim(), not, problems);
        }

        return found;
    }

    /// <summary>Says what the index of facets is about; a query that does not may not use it.</summary>
    public static IQueryable<HouseholdVersion> WithFacets(this IQueryable<HouseholdVersion> found) => found.Where(v => v.Facets != "");

    private static IQueryable<HouseholdVersion> Apply(IQueryable<HouseholdVersion> found, Facet facet, string value, bool not, List<Problem> problems)
    {
        var (at, width) = (facet.At, facet.Width);
        if (value is "unknown" or "known")
        {
            return (value == "unknown") ^ not ? found.Where(v => v.Facets.Substring(at, 1) == "-") : found.Where(v => v.Facets.Substring(at, 1) != "-");
        }

        switch (facet.Kind)
        {
            case FacetKind.YesNo when value is "yes" or "no":
                var wanted = (value == "yes") ^ not ? "1" : "0";
                return found.Where(v => v.Facets.Substring(at, 1) == wanted);
            case FacetKind.One when Codes() is { } codes:
                var places = codes.Select(c => Facets.Place(facet, c)).ToArray();
                return not
                    ? found.Where(v => v.Facets.Substring(at, 1) != "-" && !places.Contains(v.Facets.Substring(at, 1)))
                    : found.Where(v => places.Contains(v.Facets.Substring(at, 1)));
            case FacetKind.Many when Codes() is { } codes:
                return Any(found, [.. codes.Select(c => at + Array.IndexOf(facet.Codes, c))], not);
            case FacetKind.Number or FacetKind.Date when Range(facet.Kind, value) is var (from, to):
                found = found.Where(v => v.Facets.Substring(at, 1) != "-");
                if (not && from is not null && to is not null)
                {
                    return found.Where(v => string.Compare(v.Facets.Substring(at, width), from) < 0 || string.Compare(v.Facets.Substring(at, width), to) > 0);
                }

                found = from is null ? found : not ? found.Where(v => string.Compare(v.Facets.Substring(at, width), from) < 0) : found.Where(v => string.Compare(v.Facets.Substring(at, width), from) >= 0);
                return to is null ? found : not ? found.Where(v => string.Compare(v.Facets.Substring(at, width), to) > 0) : found.Where(v => string.Compare(v.Facets.Substring(at, width), to) <= 0);
            default:
                problems.Add(new Problem("wrong-filter", Expected(facet), "where." + facet.Path));
                return found;
        }

        string[]? Codes()
        {
            var codes = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return codes.Length > 0 && codes.All(facet.Codes.Contains) ? codes : null;
        }
    }

    // One of the codes at least; the codes of a field are few, so the places are compared one by one.
    private static IQueryable<HouseholdVersion> Any(IQueryable<HouseholdVersion> found, int[] places, bool not)
    {
        var row = Expression.Parameter(typeof(HouseholdVersion), "v");
        Expression? any = null;
        foreach (var place in places)
        {
            Expression<Func<HouseholdVersion, bool>> has = v => v.Facets.Substring(place, 1) == "1";
            var here = new Rename(has.Parameters[0], row).Visit(has.Body);
            any = any is null ? here : Expression.OrElse(any, here);
        }

        return found.Where(Expression.Lambda<Func<HouseholdVersion, bool>>(
            not ? Expression.Not(any!) : any!, row));
    }

    private static (string? From, string? To)? Range(FacetKind kind, string value)
    {
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        var (first, last) = dots < 0 ? (value, value) : (value[..dots], value[(dots + 2)..]);
        return End(first, out var from) && End(last, out var to) && (from ?? to) is not null ? (from, to) : null;

        bool End(string text, out string? end)
        {
            end = null;
            if (text.Length == 0)
            {
                return true;
            }

            if (kind == FacetKind.Number && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000_000m)
            {
                end = Facets.Number(number);
            }
            else if (kind == FacetKind.Date && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                end = Facets.Date(day);
            }

            return end is not null;
        }
    }

    private static LocalText Expected(Facet facet)
    {
        var codes = string.Join(", ", facet.Codes);
        return facet.Kind switch
        {
            FacetKind.Number => new("应为数值或范围,如 20..60。", "Expected a number or a range such as 20..60."),
            FacetKind.Date => new("应为日期或范围,如 2015-01-01..2015-12-31。", "Expected a date or a range such as 2015-01-01..2015-12-31."),
            FacetKind.YesNo => new("应为 yes、no、known 或 unknown。", "Expected yes, no, known or unknown."),
            _ => new($"应为以下代码:{codes},或 known、unknown。", $"Expected some of {codes}, or known or unknown."),
        };
    }

    private sealed class Rename(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : base.VisitParameter(node);
    }
}
