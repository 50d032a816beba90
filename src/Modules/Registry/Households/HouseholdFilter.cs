using System.Globalization;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Lists;
using Fuyao.Registry.Groups;
using Fuyao.Registry.Model;
using Fuyao.Registry.Search;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <summary>What a list of households is asked for, as it stands in the address.</summary>
/// <param name="Q">Name or part of one, 户编号 or its beginning, village, whole id number or phone.</param>
/// <param name="Region">2 to 12 digits.</param>
/// <param name="IncomeFrom">Yuan per head, included.</param>
/// <param name="IncomeTo">Yuan per head, included.</param>
/// <param name="Group">Id of a group: whoever names it by any of its names, or a group that was merged into it.</param>
/// <param name="On">The day for which the register is read; today when absent.</param>
/// <param name="KnownAt">As it was known at this time; as known now when absent.</param>
/// <param name="Where">Conditions on any field, see <see cref="FacetFilter"/>.</param>
/// <param name="Fields">Further fields to show, by their paths, separated by commas.</param>
internal sealed record HouseholdQuery(
    [property: FromQuery(Name = "q")] string? Q,
    [property: FromQuery(Name = "region")] string? Region,
    [property: FromQuery(Name = "status")] string? Status,
    [property: FromQuery(Name = "category")] string? Category,
    [property: FromQuery(Name = "cause")] string? Cause,
    [property: FromQuery(Name = "income_from")] string? IncomeFrom,
    [property: FromQuery(Name = "income_to")] string? IncomeTo,
    [property: FromQuery(Name = "on")] string? On,
    [property: FromQuery(Name = "known_at")] string? KnownAt,
    [property: FromQuery(Name = "group")] Guid? Group,
    [property: FromQuery(Name = "sort")] string? Sort,
    [property: FromQuery(Name = "where")] string? Where,
    [property: FromQuery(Name = "fields")] string? Fields)
{
    public static readonly HouseholdQuery Everything = new(null, null, null, null, null, null, null, null, null, null, null, null, null);
}

/// <summary>A checked <see cref="HouseholdQuery"/> and the households that it finds.</summary>
internal sealed class HouseholdFilter(PlatformDb db, GroupReader groups, SearchIndex search, CurrentActor actor, Seal seal, TimeProvider clock)
{
    /// <summary>So many names at most are looked through: a list by one common character is no list to work with.</summary>
    public const int MostNamed = 10_000;
    private const int MaxVillages = 200;

    /// <summary>Households in the actor's area that fit, as known now.</summary>
    /// <exception cref="ProblemException">400 with everything that is wrong in the address.</exception>
    public async Task<IQueryable<HouseholdVersion>> FindAsync(HouseholdQuery query, CancellationToken ct)
    {
        List<Problem> problems = [];
        var area = actor.Area;
        if (query.Region is { Length: > 0 })
        {
            if (RegionCode.TryParse(query.Region, out var region))
            {
                area = area.Intersect(region.Range);
            }
            else
            {
                Wrong("region", "应为 2、4、6、9 或 12 位区划代码。", "Expected a region code of 2, 4, 6, 9 or 12 digits.");
            }
        }

        var when = AsOf.Read(query.On, query.KnownAt, clock, problems);
        var statuses = Codes<HouseholdStatus>("status", query.Status);
        var categories = Codes<HouseholdCategory>("category", query.Category);
        var causes = Codes<PovertyCause>("cause", query.Cause);
        var from = Amount("income_from", query.IncomeFrom);
        var to = Amount("income_to", query.IncomeTo);
        if (problems.Count > 0)
        {
            throw new ProblemException(400, problems);
        }

        var found = await when.OfAsync(db, db.Set<HouseholdVersion>().AsNoTracking().In(area), ct);
        found = statuses.Length == 0 ? found : found.Where(v => statuses.Contains(v.Status!));
        found = categories.Length == 0 ? found : found.Where(v => categories.Contains(v.Category!));
        found = causes.Length == 0 ? found : found.Where(v => causes.Contains(v.MainCause!));
        if (query.Group is { } group)
        {
            var (village, names) = await groups.NamesAsync(group, ct) ?? throw ProblemException.NotFound("group", "这个小组");
            found = found.Where(v => v.Region == village && names.Contains(v.GroupName!));
        }

        found = from is null ? found : found.Where(v => v.IncomePerHead >= from);
        found = to is null ? found : found.Where(v => v.IncomePerHead <= to);
        found = found.Where(query.Where, problems);
        if (problems.Count > 0)
        {
            throw new ProblemException(400, problems);
        }

        if (string.IsNullOrWhiteSpace(query.Q))
        {
            return found;
        }

        var hidden = await db.HiddenChangesAsync(ct);
        return Search(found, CleanText.Of(query.Q), area, persons => when.Of(db, persons, hidden));

        string[] Codes<TEnum>(string name, string? text)
            where TEnum : struct, Enum
        {
            var codes = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (codes.Any(c => !Facts.TryParse<TEnum>(c, out _)))
            {
                var known = string.Join(", ", Enum.GetValues<TEnum>().Select(Facts.Code));
                Wrong(name, $"没有这个代码。可用:{known}。", $"No such code. Use one or more of: {known}.");
            }

            return codes;
        }

        Money? Amount(string name, string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan) && Math.Abs(yuan) < 1_000_000_000_000m)
            {
                return Money.FromYuan(yuan);
            }

            Wrong(name, "应为金额(元)。", "Expected an amount in yuan.");
            return null;
        }

        void Wrong(string name, string zh, string en) => problems.Add(new Problem("wrong-filter", new LocalText(zh, en), name));
    }

    /// <summary>The day that is asked for, once <see cref="FindAsync"/> has taken it; null for today.</summary>
    public static DateOnly? Day(HouseholdQuery query) => string.IsNullOrEmpty(query.On) ? null : DateOnly.ParseExact(query.On, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Whether more persons have the name that is searched for than the list looks through.</summary>
    public async Task<bool> IsCappedAsync(HouseholdQuery query, CancellationToken ct)
    {
        var text = CleanText.Of(query.Q ?? "");
        if (text.Length == 0 || text.All(char.IsAsciiDigit) || SearchText.IsIdNumber(text))
        {
            return false;
        }

        var area = RegionCode.TryParse(query.Region, out var region) ? actor.Area.Intersect(region.Range) : actor.Area;
        var steps = SearchTokens.Ask(text);
        foreach (var step in steps is [{ Match: SearchMatch.Reading }, ..] ? steps.Skip(1) : steps.TakeLast(1))
        {
            if (await search.Persons(step, area, MostNamed).CountAsync(ct) >= MostNamed)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The further fields that are asked for.</summary>
    /// <exception cref="ProblemException">400: a field that lists cannot show.</exception>
    public static IReadOnlyList<Facet> Fields(HouseholdQuery query)
    {
        var paths = (query.Fields ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        return paths.Count <= 20 && paths.TrueForAll(p => Facets.Find(p) is not null) ? [.. paths.Select(p => Facets.Find(p)!)]
            : throw new ProblemException(400, new Problem("unknown-field", new LocalText(
                "列表最多加 20 列,且须为 /api/households/fields 所列字段。", "At most 20 further fields, each one of /api/households/fields."), "fields"));
    }

    private IQueryable<HouseholdVersion> Search(IQueryable<HouseholdVersion> found, string text, CodeRange area, Func<IQueryable<PersonVersion>, IQueryable<PersonVersion>> held)
    {
        if (SearchText.IsIdNumber(text))
        {
            var ids = seal.IdNumberHashes(SearchText.WideIdNumber(text));
            var owners = held(db.Set<PersonVersion>().In(area)).Where(p => ids.Contains(p.IdHash)).Select(p => p.HouseholdId);
            return found.Where(v => owners.Contains(v.HouseholdId) || v.Number == text);
        }

        // A number is found by its beginning: the texts from it up to the last one that begins with it.
        var last = text + "\uFFFD";
        if (text.All(char.IsAsciiDigit))
        {
            var phones = seal.PhoneHashes(text);
            return found.Where(v => (string.Compare(v.Number, text) >= 0 && string.Compare(v.Number, last) <= 0) || phones.Contains(v.PhoneHash));
        }

        var villages = SearchText.Places(text, area, MaxVillages).Select(p => long.Parse(p.Id, CultureInfo.InvariantCulture)).ToArray();
        var steps = SearchTokens.Ask(text);
        if (steps.Count == 0)
        {
            return found.Where(v => string.Compare(v.Number, text) >= 0 && string.Compare(v.Number, last) <= 0);
        }

        // On SQLite the index names its area itself and lifts the filter, which EF lifts from the whole query.
        found = db.Engine == DbEngine.Sqlite ? found.AcrossAreas().In(area) : found;
        if (steps[0].Match == SearchMatch.Reading)
        {
            // The whole reading, the initials, and the reading of the given name alone: the first of the four is within the third.
            var (initials, whole, given) = (NamedIn(steps[1]), NamedIn(steps[2]), NamedIn(steps[3]));
            return found.Where(v => whole.Contains(v.HouseholdId) || initials.Contains(v.HouseholdId) || given.Contains(v.HouseholdId)
                || (string.Compare(v.Number, text) >= 0 && string.Compare(v.Number, last) <= 0));
        }

        var named = NamedIn(steps[^1]);
        return villages.Length == 0
            ? found.Where(v => named.Contains(v.HouseholdId))
            : found.Where(v => named.Contains(v.HouseholdId) || villages.Contains(v.Region));

        IQueryable<Guid> NamedIn(SearchStep step)
        {
            var now = held(search.Persons(step, area, MostNamed));
            // Its pairs of characters may stand apart in a name of four or more.
            return (step.Match == SearchMatch.Part && step.Words.Length > 1 && step.Text == text ? now.Where(p => p.Name!.Contains(text)) : now).Select(p => p.HouseholdId);
        }
    }
}
