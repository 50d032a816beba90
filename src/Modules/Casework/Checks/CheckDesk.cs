using System.Globalization;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Casework.Checks;

/// <summary>How plans stand: over a place, and for one subject. Scoped.</summary>
internal sealed class CheckDesk(PlatformDb db, CheckPlans plans, SubjectFinder finder, HouseholdReader households, PlaceDirectory places, CurrentActor actor, TimeProvider clock)
{
    // Households of a whole county are the work of a run.
    private const RegionLevel HouseholdsFrom = RegionLevel.Township;

    /// <exception cref="ProblemException">400: a year that has not begun.</exception>
    public Asked When(int? year, DateTimeOffset? knownAt)
    {
        var today = DateOnly.FromDateTime((knownAt ?? clock.GetUtcNow()).InChina());
        var wanted = year ?? today.Year;
        if (wanted < 2000 || wanted > today.Year)
        {
            throw new ProblemException(400, new Problem("wrong-year", new LocalText($"年度应在 2000 与 {today.Year} 之间。", $"The year lies between 2000 and {today.Year}."), "year"));
        }

        var last = new DateOnly(wanted, 12, 31);
        return new Asked(wanted, last < today ? last : today, knownAt);
    }

    /// <summary>A county or a part of it in the actor's area; his own when none is said.</summary>
    public RegionCode Place(string? region)
    {
        var place = actor.Region;
        if (region is { Length: > 0 } && !RegionCode.TryParse(region, out place))
        {
            throw new ProblemException(400, RegionCode.Wrong("region"));
        }

        if (actor.Area.Intersect(place.Range) != place.Range)
        {
            throw ProblemException.NotFound("place", "地区");
        }

        return place.Level >= RegionLevel.County ? place
            : throw new ProblemException(422, new Problem("choose-county", new LocalText("请先选择一个县。", "Choose a county first."), "region"));
    }

    public async Task<CheckOverview> OverviewAsync(string? pack, RegionCode place, Asked asked, CancellationToken ct) => (await WholeAsync(pack, place, asked, ct)).Overview;

    /// <summary>The overview, and check by check what it counts, kind by kind; households are only counted.</summary>
    public async Task<CheckedWhole> WholeAsync(string? pack, RegionCode place, Asked asked, CancellationToken ct)
    {
        var chosen = plans.Chosen(pack, place, asked.On);
        List<CheckKind> kinds = [];
        List<CheckedSubject> subjects = [];
        List<(PolicySubject Kind, CheckedOne One)> all = [];
        List<(PolicySubject, IReadOnlyList<(CheckedSubject, IReadOnlyList<CheckedOne>)>)> whole = [];
        foreach (var kind in chosen.SelectMany(p => p.Checks).Where(c => c.Own).Select(c => c.Subject).Distinct().Order())
        {
            if (SubjectFinder.OfHouseholds(kind) || SubjectFinder.IsAbove(kind, place))
            {
                continue;
            }

            var before = subjects.Count;
            var found = await OfKindAsync(chosen, kind, place, asked, ct);
            whole.Add((kind, found));
            foreach (var (line, ones) in found)
            {
                subjects.Add(line);
                all.AddRange(ones.Select(o => (kind, o)));
            }

            var own = subjects[before..];
            kinds.Add(new CheckKind(kind, own.Count, own.Sum(s => s.Asked), own.Sum(s => s.Answered), SubjectFinder.Addable(kind), true));
        }

        await AddHouseholdsAsync(chosen, place, asked, kinds, subjects, all, ct);
        var states = all.ToLookup(a => (a.One.Pack.Id, a.One.Check.Id), a => a.One.State);
        var overview = new CheckOverview(
            place.ToString(), await places.NameAsync(place, ct), asked.Year, asked.On, pack, plans.List(place, asked.On), kinds,
            [.. chosen.SelectMany(p => p.Checks.Where(c => c.Own && !SubjectFinder.IsAbove(c.Subject, place)).Select(c => Line(p, c, [.. states[(p.Id, c.Id)]])))], subjects);
        return new CheckedWhole(overview, whole);
    }

    public async Task<CheckSheet> SheetAsync(string? pack, PolicySubject kind, string key, Asked asked, CancellationToken ct)
    {
        if (SubjectFinder.OfHouseholds(kind))
        {
            throw new ProblemException(422, new Problem("of-household", new LocalText("户和个人的资料在户页上登记。", "What is known of households and persons is on the household's page."), "kind"));
        }

        var subject = await finder.OneAsync(kind, key, actor.Area, asked, ct);
        var chosen = plans.Chosen(pack, subject.Place, asked.On);
        var stated = await StatedAsync(kind, subject.Place.Range, subject.Place.County, subject.Key, asked, ct);
        var facts = CheckWork.Known(kind, CheckWork.Asked(chosen, kind), subject, stated.GetValueOrDefault(subject.Key) ?? [], asked);
        var ones = CheckWork.Check(chosen, kind, subject, stated.GetValueOrDefault(subject.Key) ?? [], asked).ToList();
        var reads = ones.SelectMany(o => Keys(o.Pack, o.Check)).GroupBy(k => k).ToDictionary(g => g.Key, g => g.Count());
        return new CheckSheet(
            await SubjectAsync(kind, subject, ones, facts, ct), asked.Year, asked.On, pack, [.. ones.Select(View)],
            [.. facts.Select(f => FactOf(f, reads.GetValueOrDefault(f.Fact.Key)) with { RegisterField = f.Origin != KnownFrom.Register && RegisterKnows.Has(kind, f.Fact) })]);
    }

    // Every subject of a kind in a place with its checks.
    private async Task<IReadOnlyList<(CheckedSubject Line, IReadOnlyList<CheckedOne> Checks)>> OfKindAsync(
        IReadOnlyList<PreparedPack> chosen, PolicySubject kind, RegionCode place, Asked asked, CancellationToken ct)
    {
        var stated = await StatedAsync(kind, place.Range, place.County, null, asked, ct);
        var wanted = CheckWork.Asked(chosen, kind);
        List<(CheckedSubject, IReadOnlyList<CheckedOne>)> found = [];
        foreach (var subject in await finder.AllAsync(kind, place, asked, ct))
        {
            var own = stated.GetValueOrDefault(subject.Key) ?? [];
            var ones = CheckWork.Check(chosen, kind, subject, own, asked).ToList();
            found.Add((await SubjectAsync(kind, subject, ones, CheckWork.Known(kind, wanted, subject, own, asked), ct), ones));
        }

        return found;
    }

    public async Task<IReadOnlyList<(RegisterSubject Subject, IReadOnlyList<KnownFact> Facts)>> FactsAsync(
        IReadOnlyList<PreparedPack> chosen, PolicySubject kind, RegionCode place, Asked asked, CancellationToken ct)
    {
        var stated = await StatedAsync(kind, place.Range, place.County, null, asked, ct);
        var wanted = CheckWork.Asked(chosen, kind);
        return [.. (await finder.AllAsync(kind, place, asked, ct)).Select(s => (s, CheckWork.Known(kind, wanted, s, stated.GetValueOrDefault(s.Key) ?? [], asked)))];
    }

    private async Task<Dictionary<string, Dictionary<string, StatedFact>>> StatedAsync(
        PolicySubject kind, CodeRange area, int county, string? key, Asked asked, CancellationToken ct)
    {
        var (code, at) = (SubjectFinder.Code(kind), asked.KnownAt);
        var rows = await db.Set<StatedFact>().AsNoTracking()
            .Where(f => f.County == county && f.Kind == code && f.Year == asked.Year && f.Region >= area.From && f.Region < area.To && (key == null || f.Key == key)
                && (at == null ? f.ReplacedAt == null : f.StatedAt <= at && (f.ReplacedAt == null || f.ReplacedAt > at))).ToListAsync(ct);
        return rows.GroupBy(f => f.Key).ToDictionary(g => g.Key, g => g.ToDictionary(f => f.Fact));
    }

    private async Task AddHouseholdsAsync(
        IReadOnlyList<PreparedPack> chosen, RegionCode place, Asked asked, List<CheckKind> kinds, List<CheckedSubject> subjects, List<(PolicySubject, CheckedOne)> all, CancellationToken ct)
    {
        var packs = chosen.Where(p => p.Checks.Any(c => c.Own && SubjectFinder.OfHouseholds(c.Subject))).ToList();
        if (packs.Count == 0)
        {
            return;
        }

        var count = 0;
        var counted = place.Level >= HouseholdsFrom;
        var names = new Dictionary<long, string>();
        await foreach (var household in counted ? households.StreamAsync(place.Range, asked.On, ct, asked.KnownAt) : AsyncEnumerable.Empty<HouseholdRecord>())
        {
            count++;
            List<CheckedOne> ones = [];
            foreach (var pack in packs)
            {
                var results = pack.Evaluate(household.Json, Explain.Nothing).Checks.ToLookup(r => r.Check);
                foreach (var check in pack.Checks.Where(c => c.Own && SubjectFinder.OfHouseholds(c.Subject)))
                {
                    ones.AddRange(results[check.Id].Select(r => new CheckedOne(pack, check, r)).DefaultIfEmpty(new CheckedOne(pack, check, null)));
                }
            }

            all.AddRange(ones.Select(o => (o.Check.Subject, o)));
            if (ones.Exists(o => o.State is CheckState.Fail or CheckState.Undetermined))
            {
                names.TryAdd(household.Region, names.GetValueOrDefault(household.Region) ?? await places.NameAsync(new RegionCode(household.Region), ct));
                subjects.Add(new CheckedSubject(
                    PolicySubject.Household, household.Id.ToString(), household.HeadName ?? household.Number, new RegionCode(household.Region).ToString(), names[household.Region],
                    ones.Count(o => o.State == CheckState.Pass), ones.Count(o => o.State == CheckState.Fail), ones.Count(o => o.State == CheckState.Undetermined), 0, 0));
            }
        }

        kinds.Add(new CheckKind(PolicySubject.Household, count, 0, 0, false, counted));
    }

    private async Task<CheckedSubject> SubjectAsync(PolicySubject kind, RegisterSubject subject, IReadOnlyList<CheckedOne> ones, IReadOnlyList<KnownFact> facts, CancellationToken ct)
    {
        var asked = facts.Where(f => f.Origin != KnownFrom.Register).ToList();
        return new CheckedSubject(
            kind, subject.Key, subject.Name, subject.Place.ToString(), await places.NameAsync(subject.Place, ct),
            ones.Count(o => o.State == CheckState.Pass), ones.Count(o => o.State == CheckState.Fail), ones.Count(o => o.State == CheckState.Undetermined),
            asked.Count, asked.Count(f => f.Origin == KnownFrom.Stated));
    }

    private static CheckLine Line(PreparedPack pack, CheckInfo check, CheckState[] states) => new(
        pack.Id, pack.Title, check.Id, check.Title, check.Subject, check.Source, check.When, check.Holds,
        [.. pack.Facts(check.Subject).Where(f => check.Facts.Contains(f.Id)).Select(f => new FactName(f.Key, f.Title))],
        states.Count(s => s == CheckState.Pass), states.Count(s => s == CheckState.Fail), states.Count(s => s == CheckState.Undetermined), states.Count(s => s == CheckState.NotAbout));

    private static CheckResultView View(CheckedOne one)
    {
        var facts = one.Pack.Facts(one.Check.Subject);
        return new CheckResultView(
            one.Pack.Id, one.Pack.Title, one.Check.Id, one.Check.Title, one.Check.Source, one.Check.When, one.Check.Holds, one.State,
            [.. (one.Result?.Figures ?? []).Select(f => new FigureView(f.Title.Zh == f.Title.En ? one.Pack.Name(one.Check.Subject, f.Title.Zh) : f.Title, Say(f.Value, facts)))], Keys(one.Pack, one.Check), Needs(one, facts));
    }

    /// <summary>What is missing, by the facts' own names.</summary>
    public static IReadOnlyList<FactName> Needs(CheckedOne one, IReadOnlyList<SubjectFact> facts) =>
    [
        .. (one.Result?.Needs ?? []).Select(n => facts.FirstOrDefault(f => f.Id == n.Split('.', '[')[0]) is { } fact ? new FactName(fact.Key, fact.Title)
            : new FactName(n, one.Pack.Name(one.Check.Subject, n))).DistinctBy(n => n.Key),
    ];

    private static string[] Keys(PreparedPack pack, CheckInfo check) => [.. pack.Facts(check.Subject).Where(f => check.Facts.Contains(f.Id)).Select(f => f.Key)];

    internal static LocalText Say(object? value, IReadOnlyList<SubjectFact> facts) => value switch
    {
        null => new LocalText("待定", "not known"),
        bool flag => flag ? new LocalText("是", "yes") : new LocalText("否", "no"),
        DateOnly day => new LocalText(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        decimal number => Plain(Math.Round(number, 4).ToString("#,0.####", CultureInfo.InvariantCulture)),
        string code when facts.SelectMany(f => f.Codes).FirstOrDefault(c => c.Code == code) is { } named => new LocalText(named.Label, code.Replace('_', ' ')),
        string list when list.StartsWith('[') && list.EndsWith(']') => Several(list[1..^1], facts),
        _ => Plain(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    // A list comes as FEEL writes it: codes in quotes, or the number of its rows.
    private static LocalText Several(string list, IReadOnlyList<SubjectFact> facts)
    {
        if (int.TryParse(list, NumberStyles.None, CultureInfo.InvariantCulture, out var rows))
        {
            return new LocalText($"{rows} 项", $"{rows} rows");
        }

        var items = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(i => Say(i.Trim('"'), facts)).ToList();
        return items.Count == 0 ? new LocalText("没有", "none") : new LocalText(string.Join('、', items.Select(i => i.Zh)), string.Join(", ", items.Select(i => i.En)));
    }

    private static LocalText Plain(string text) => new(text, text);

    private static FactView FactOf(KnownFact known, int checks) => Of(known.Fact) with
    {
        Origin = known.Origin, Value = known.Value?.DeepClone(), Statement = known.Statement?.Id, StatedBy = known.Statement?.StatedBy, StatedAt = known.Statement?.StatedAt,
        Basis = known.Statement?.Basis, Checks = checks,
    };

    private static FactView Of(SubjectFact fact) => new(
        fact.Key, fact.Title, FactValues.Unit(fact), fact.Type, fact.Codes, fact.Minimum, fact.Maximum, fact.Optional, fact.Members.Count == 0 ? null : [.. fact.Members.Select(Of)],
        KnownFrom.None, null, null, null, null, null, 0, false);
}
