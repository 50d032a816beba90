using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Casework.Checks;

/// <summary>States facts, adds what they are about, and tells what was said before. Scoped; writes in the present transaction.</summary>
internal sealed class FactWrites(PlatformDb db, CheckDesk desk, CheckPlans plans, SubjectFinder finder, PlaceDirectory places, CurrentActor actor, AuditTrail audit, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ProblemException">422 with every fault; 404 outside the area; 412 when something else was stated meanwhile.</exception>
    public async Task<FactsStated> StateAsync(StateFactsRequest request, CancellationToken ct)
    {
        var asked = desk.When(request.Year, null);
        List<Problem> problems = [];
        CheckBasis(request.Basis, problems);
        if (SubjectFinder.OfHouseholds(request.Kind))
        {
            problems.Add(new Problem("of-household", new LocalText("户和个人的资料在户页上登记。", "What is known of households and persons is on the household's page."), "kind"));
            throw new ProblemException(422, problems);
        }

        var subject = await finder.OneAsync(request.Kind, request.Key, actor.Area, asked, ct);
        var facts = CheckWork.Asked(plans.Chosen(request.Pack, subject.Place, asked.On), request.Kind);
        List<(SubjectFact Fact, string? Value, Guid? Was)> items = [];
        foreach (var (index, item) in request.Items.Index())
        {
            if (Checked(request.Kind, item, facts.FirstOrDefault(f => f.Key == item.Fact), subject, asked, $"items[{index}]", problems) is { } fact)
            {
                items.Add((fact, Written(item.Value, item.None), item.Was));
            }
        }

        if (request.Items.Count == 0 || request.Items.GroupBy(i => i.Fact).Any(g => g.Count() > 1))
        {
            problems.Add(new Problem("repeated-item", new LocalText("每个事项只能填一次,且至少一项。", "Each fact once, and at least one."), "items"));
        }

        return problems.Count > 0 ? throw new ProblemException(422, problems)
            : new FactsStated(await WriteAsync(request.Kind, subject, asked.Year, items, CleanText.Of(request.Basis!), ct));
    }

    public async Task<SubjectAdded> AddAsync(AddSubjectRequest request, CancellationToken ct)
    {
        List<Problem> problems = [];
        var name = CleanText.Of(request.Name ?? "");
        if (name.Length is 0 or > 100)
        {
            problems.Add(new Problem("name-missing", new LocalText("请填写名称(不超过 100 字)。", "Give its name, in at most 100 characters."), "name"));
        }

        if (!SubjectFinder.Addable(request.Kind))
        {
            problems.Add(new Problem("has-own-page", new LocalText("村、乡镇、县、学校和经营主体在各自的页面登记。", "Places, schools and enterprises are entered on their own pages."), "kind"));
        }

        var place = desk.Place(request.Region);
        if (await places.FindAsync(place, ct) is null)
        {
            throw ProblemException.NotFound("place", "地区");
        }

        var code = SubjectFinder.Code(request.Kind);
        if (problems.Count == 0 && await db.Set<CheckSubject>().AnyAsync(s => s.County == place.County && s.Kind == code && s.Region == place.Value && s.Name == name, ct))
        {
            problems.Add(new Problem("repeated-name", new LocalText($"这里已有“{name}”,请直接填写。", $"'{name}' is already there: fill it in."), "name"));
        }

        return problems.Count > 0 ? throw new ProblemException(422, problems) : new SubjectAdded((await AddAsync(request.Kind, name, place, ct)).Id);
    }

    /// <summary>Adds a subject whose name and place are sound.</summary>
    public async Task<CheckSubject> AddAsync(PolicySubject kind, string name, RegionCode place, CancellationToken ct)
    {
        var subject = new CheckSubject
        {
            County = place.County, Id = Ids.New(clock), Kind = SubjectFinder.Code(kind), Name = name, Region = place.Value, AddedBy = actor.Name, AddedAt = clock.GetUtcNow(),
        };
        db.Add(subject);
        await db.SaveChangesAsync(ct);
        audit.Add("check.subject", new AuditSubject(subject.Kind, subject.Id.ToString(), subject.County), new { name, region = place.ToString() });
        return subject;
    }

    /// <summary>What was ever stated of one fact for the year, the latest first.</summary>
    public async Task<FactHistory> HistoryAsync(PolicySubject kind, string key, int year, string fact, DateTimeOffset? knownAt, CancellationToken ct)
    {
        var subject = await finder.OneAsync(kind, key, actor.Area, desk.When(year, knownAt), ct);
        var code = SubjectFinder.Code(kind);
        var rows = await db.Set<StatedFact>().AsNoTracking()
            .Where(f => f.County == subject.Place.County && f.Kind == code && f.Year == year && f.Key == subject.Key && f.Fact == fact && (knownAt == null || f.StatedAt <= knownAt))
            .ToListAsync(ct);
        return new FactHistory([.. rows.OrderByDescending(f => f.StatedAt).ThenByDescending(f => f.Id)
            .Select(f => new FactStatementView(f.Id, f.Value is null ? null : JsonNode.Parse(f.Value), f.Value is null, f.StatedBy, f.StatedAt, f.Basis, f.ReplacedAt))]);
    }

    /// <summary>Writes statements that are sound; those that say nothing new are left out.</summary>
    /// <exception cref="ProblemException">412: something else was stated meanwhile.</exception>
    public async Task<int> WriteAsync(
        PolicySubject kind, RegisterSubject subject, int year, IReadOnlyList<(SubjectFact Fact, string? Value, Guid? Was)> items, string basis, CancellationToken ct)
    {
        var (code, county, names) = (SubjectFinder.Code(kind), subject.Place.County, items.Select(i => i.Fact.Key).ToArray());
        var current = await db.Set<StatedFact>()
            .Where(f => f.County == county && f.Kind == code && f.Year == year && f.Key == subject.Key && f.ReplacedAt == null && names.Contains(f.Fact)).ToDictionaryAsync(f => f.Fact, ct);
        if (items.Any(i => current.GetValueOrDefault(i.Fact.Key)?.Id != i.Was))
        {
            throw ProblemException.Stale();
        }

        var changed = items.Where(i => current.GetValueOrDefault(i.Fact.Key)?.Value != i.Value).ToList();
        var now = clock.GetUtcNow();
        foreach (var (fact, _, _) in changed)
        {
            if (current.GetValueOrDefault(fact.Key) is { } before)
            {
                before.ReplacedAt = now;
            }
        }

        // First the old statement gives way: of each fact one counts.
        await db.SaveChangesAsync(ct);
        foreach (var (fact, value, _) in changed)
        {
            db.Add(new StatedFact
            {
                County = county, Id = Ids.New(clock), Kind = code, Key = subject.Key, Region = subject.Place.Value, Year = year, Fact = fact.Key, Value = value,
                StatedBy = actor.Name, StatedAt = now, Basis = basis,
            });
        }

        await db.SaveChangesAsync(ct);
        if (changed.Count > 0)
        {
            audit.Add("fact.state", new AuditSubject(code, subject.Key, county), new { year, facts = changed.Select(c => new { fact = c.Fact.Key, value = c.Value }) });
        }

        return changed.Count;
    }

    public static void CheckBasis(string? basis, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(basis) || basis.Length > 500)
        {
            problems.Add(new Problem("basis-missing", new LocalText("请写明依据,如文件、台账、现场核实(不超过 500 字)。", "Say on what evidence – a paper, a ledger, a visit –, in at most 500 characters."), "basis"));
        }
    }

    /// <summary>As it is stored.</summary>
    public static string? Written(JsonNode? value, bool none) => value?.ToJsonString(Json) ?? (none ? StatedFact.Nothing : null);

    private static SubjectFact? Checked(PolicySubject kind, FactStatement item, SubjectFact? fact, RegisterSubject subject, Asked asked, string path, List<Problem> problems)
    {
        if (fact is null)
        {
            problems.Add(new Problem("unknown-fact", new LocalText($"所选方案的核查不需要“{CleanText.Of(item.Fact)}”。", $"No check of the chosen plans asks for '{CleanText.Of(item.Fact)}'."), $"{path}.fact"));
            return null;
        }

        if (RegisterKnows.Counts(kind, fact) || RegisterKnows.Find(fact, subject.Facts, asked.Year, asked.On) is not null)
        {
            problems.Add(new Problem("register-knows", new LocalText(
                $"“{fact.Title.Zh}”由登记资料得出,请在登记处更正。", $"'{fact.Title.En}' comes from the register: correct it there."), $"{path}.fact"));
            return null;
        }

        if (item.Value is not null && FactValues.Wrong(fact, item.Value) is { } wrong)
        {
            problems.Add(new Problem("wrong-value", new LocalText($"{fact.Title.Zh}:{wrong.Zh}", $"{fact.Title.En}: {wrong.En}"), $"{path}.value"));
            return null;
        }

        return fact;
    }
}
