using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Groups;
using Fuyao.Registry.Model;
using Fuyao.Registry.Received;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Books;

/// <param name="Registered">建档立卡未脱贫.</param>
/// <param name="Others">On no list: of no interest to the book but for the sum.</param>
internal sealed record BookFigures(int Households, int Persons, int Registered, int RegisteredPersons, int Exited, int Monitored, int Others);

/// <summary>A household of the list; no id number, phone or account stands in a book.</summary>
internal sealed record BookHousehold(
    Guid Id, string Number, string? Group, string? HeadName, int Members, string? Status, string? Category, string? MainCause, Money? IncomePerHead, int? IncomeYear,
    string? RegisteredOn, string? ExitedOn);

internal sealed record BookOrganisation(Guid Id, string Name, JsonElement Facts, int Linked);

/// <param name="Yearly">What it comes to in a year, single payments of the last twelve months included.</param>
internal sealed record BookProgramme(string Department, string Programme, int Households, Money Yearly);

/// <summary>一村一册 or 一乡一簿: everything about a village or township that is printed.</summary>
/// <param name="Number">Of the document: place and day.</param>
/// <param name="Villages">Of a township; empty for a village.</param>
/// <param name="Households">Registered, exited and monitored ones of a village; empty for a township.</param>
internal sealed record PlaceBook(
    string Number, RecordView Record, BookFigures Figures, IReadOnlyList<GroupLine> Groups, PlaceList? Villages, IReadOnlyList<BookHousehold> Households,
    IReadOnlyList<BookOrganisation> Organisations, IReadOnlyList<BookProgramme> Programmes)
{
    /// <summary>Households in no group, and their persons: the groups and they are the village.</summary>
    internal (int Households, int Persons) InNoGroup => (Figures.Households - Groups.Sum(g => g.Households), Figures.Persons - Groups.Sum(g => g.Persons));
}

/// <summary>Puts a book together.</summary>
internal sealed class BookReader(PlatformDb db, GetRecord.RecordReader records, ListPlaces.PlaceReader places, GroupReader groups, AccessLog log)
{
    private static readonly string[] Listed = ["registered", "exited", "monitored"];

    /// <exception cref="ProblemException">404 outside the actor's area; 422 for another place than a village or township.</exception>
    public async Task<PlaceBook> ReadAsync(string code, DateOnly on, DateTimeOffset? knownAt, CancellationToken ct)
    {
        if (!RegionCode.TryParse(code, out var place) || place.Level is not (RegionLevel.Village or RegionLevel.Township))
        {
            throw new ProblemException(422, new Problem("region-level", new LocalText("请选择村或乡镇。", "Choose a village or a township."), "code"));
        }

        var village = place.Level == RegionLevel.Village;
        var record = await records.ReadAsync(village ? RecordKinds.Village : RecordKinds.Township, place.ToString(), on, knownAt, ct);
        var known = await Knowing.AtAsync(db, knownAt, ct);
        var households = known.Of(db.Set<HouseholdVersion>().AsNoTracking().In(place.Range)).On(on);
        var counts = await households.GroupBy(v => v.Status).Select(g => new { Status = g.Key, Households = g.Count(), Persons = g.Sum(v => v.MemberCount) }).ToListAsync(ct);
        int Of(string status) => counts.Where(c => c.Status == status).Sum(c => c.Households);
        var lines = village ? await households.Where(v => Listed.Contains(v.Status)).ToListAsync(ct) : [];
        await log.ReadAsync("book.read", [
            new AuditSubject("area", place.ToString(), place.County), .. lines.Select(v => new AuditSubject("household", v.HouseholdId.ToString(), v.County))]);
        return new PlaceBook(
            $"{place.ToShort()}-{on:yyyyMMdd}", record,
            new BookFigures(
                counts.Sum(c => c.Households), counts.Sum(c => c.Persons), Of("registered"), counts.Where(c => c.Status == "registered").Sum(c => c.Persons),
                Of("exited"), Of("monitored"), counts.Where(c => !Listed.Contains(c.Status)).Sum(c => c.Households)),
            village ? await groups.ReadAsync(place, on, knownAt, ct) : [],
            village ? null : await places.ReadAsync(RecordKinds.Village, place, record.Years.Count > 0 ? record.Years[0].Year : on.Year - 1, on, knownAt, ct),
            [.. lines.OrderBy(v => GroupName.Number(v.GroupName ?? "") ?? int.MaxValue).ThenBy(v => v.GroupName, StringComparer.Ordinal).ThenBy(v => v.Number, StringComparer.Ordinal).Select(Line)], await OrganisationsAsync(place, on, known, ct), await ProgrammesAsync(place, on, known, ct));
    }

    private static BookHousehold Line(HouseholdVersion v)
    {
        using var facts = JsonDocument.Parse(v.Facts);
        return new BookHousehold(
            v.HouseholdId, v.Number, v.GroupName, v.HeadName, v.MemberCount, v.Status, v.Category, v.MainCause, v.IncomePerHead, v.IncomeYear, Day("registered_on"), Day("exited_on"));

        string? Day(string name) => facts.RootElement.TryGetProperty(name, out var day) ? day.GetString() : null;
    }

    // Those that lie in the place, and those that its households are bound to.
    private async Task<List<BookOrganisation>> OrganisationsAsync(RegionCode place, DateOnly on, IKnowing known, CancellationToken ct)
    {
        var bonds = known.Of(db.Set<RecordVersion>().AsNoTracking().In(place.Range).Where(v => v.Kind == RecordKinds.Linkage)).On(on);
        var linked = await bonds.GroupBy(b => b.OrganisationId!.Value).Select(g => new { g.Key, Households = g.Select(b => b.HouseholdId).Distinct().Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Households, ct);
        var (ids, range) = (linked.Keys.ToArray(), place.Range);
        var rows = await known.Of(db.Set<RecordVersion>().AsNoTracking().AcrossAreas()
                .Where(v => v.County == place.County && v.Kind == RecordKinds.Organisation && v.Year == 0 && (ids.Contains(v.RecordId) || (v.Region >= range.From && v.Region < range.To))))
            .On(on).OrderBy(v => v.Name).ToListAsync(ct);
        return [.. rows.Select(v => new BookOrganisation(v.RecordId, v.Name!, GetRecord.Element(v.Facts), linked.GetValueOrDefault(v.RecordId)))];
    }

    private async Task<List<BookProgramme>> ProgrammesAsync(RegionCode place, DateOnly on, IKnowing known, CancellationToken ct)
    {
        var lastYear = on.AddYears(-1);
        var given = known.Of(db.Set<ReceivedBenefitRow>().AsNoTracking().In(place.Range).Where(r => r.State == MatchStates.Matched)).On(on)
            .Where(r => r.Recurring == "month" || r.Recurring == "year" || r.Date > lastYear);
        var rows = await given.GroupBy(r => new { r.Department, r.Programme, Monthly = r.Recurring == "month" })
            .Select(g => new { g.Key, Fen = g.Sum(r => (long)(object)r.Amount) }).ToListAsync(ct);
        // Who is paid monthly and who once may be the same households or others.
        var households = (await given.GroupBy(r => new { r.Department, r.Programme }).Select(g => new { g.Key, Households = g.Select(r => r.HouseholdId).Distinct().Count() }).ToListAsync(ct))
            .ToDictionary(g => (g.Key.Department, g.Key.Programme), g => g.Households);
        return [.. rows.GroupBy(r => (r.Key.Department, r.Key.Programme)).OrderBy(g => g.Key.Department).ThenBy(g => g.Key.Programme)
            .Select(g => new BookProgramme(g.Key.Department, g.Key.Programme, households[g.Key], new Money(g.Sum(r => r.Key.Monthly ? r.Fen * 12 : r.Fen))))];
    }
}
