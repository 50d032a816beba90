using System.Globalization;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Fuyao.Registry.Records;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Search;

/// <summary>Writes the index of names, in the transaction of the present write, and asks it.</summary>
internal sealed class SearchIndex(PlatformDb db, TimeProvider clock)
{
    private const int RebuiltAtOnce = 5_000;

    /// <summary>The names that the plans bring into the register. A name that a closed version had in the same village is there already.</summary>
    public Task AddAsync(int county, IEnumerable<HouseholdPlan> plans, CancellationToken ct)
    {
        List<SearchEntry> entries = [];
        foreach (var plan in plans)
        {
            foreach (var person in plan.OpenedPersons)
            {
                if (person.Name is { } name
                    && !plan.ClosedPersons.Exists(v => v.PersonId == person.PersonId && v.Name == name && v.Region == person.Region)
                    && !(entries.Count > 0 && entries[^1] is var last && last.Subject == person.PersonId && last.Name == name && last.Region == person.Region))
                {
                    entries.Add(Entry(county, SearchKinds.Person, person.PersonId, person.Region, name));
                }
            }
        }

        return AddAsync(entries, ct);
    }

    /// <summary>The names of organisations, in the same way.</summary>
    public Task AddAsync(int county, IEnumerable<RecordPlan> plans, CancellationToken ct) => AddAsync(
        [.. plans.SelectMany(plan => plan.Opened
            .Where(v => v is { Kind: SearchKinds.Organisation, Year: 0, Name: not null } && !plan.Closed.Any(c => c.Name == v.Name && c.Region == v.Region))
            .Select(v => Entry(county, SearchKinds.Organisation, v.RecordId, v.Region, v.Name!)))], ct);

    /// <summary>Entries in an area that have the words of a step, in no order that matters; to be composed into larger queries.</summary>
    /// <param name="most">No more are read, so that a single common character costs as little as a rare name.</param>
    public IQueryable<SearchEntry> Find(SearchStep step, CodeRange area, int most)
    {
        var words = step.Expression(db.Engine);
        if (db.Engine == DbEngine.Postgres)
        {
            var place = AreaWord(area);
            words = place is null ? words : $"'{place}' & {words}";
            return db.Set<SearchEntry>().FromSql($"select * from search_find({words}, {most})").AsNoTracking();
        }

        var (from, to) = Rows(area);
        return db.Set<SearchEntry>().FromSql(
            $"select rowid, * from search_entries where search_entries match {words} and rowid >= {from} and rowid < {to} limit {most}").AsNoTracking();
    }

    /// <summary>Whether there are names in the register and none in the index.</summary>
    public async Task<bool> IsMissingAsync(CancellationToken ct) =>
        !await db.Set<SearchEntry>().AnyAsync(ct) && await db.Set<PersonVersion>().AcrossAreas().AnyAsync(v => v.Name != null, ct);

    /// <summary>Makes the index anew from the register. Names are missing from searches while it runs.</summary>
    /// <returns>How many names it holds.</returns>
    public async Task<int> RebuildAsync(Action<int>? progress, CancellationToken ct)
    {
        await db.Database.ExecuteSqlRawAsync(db.Engine == DbEngine.Sqlite ? "drop table search_entries" : "delete from search_entries", ct);
        if (db.Engine == DbEngine.Sqlite)
        {
            await db.Database.ExecuteSqlRawAsync(SearchModel.SqliteTable, ct);
        }

        var done = 0;
        var counties = await db.Set<Change>().Select(c => c.County).Distinct().ToListAsync(ct);
        foreach (var county in counties.Order())
        {
            var (person, region, name) = (Guid.Empty, 0L, "");
            var after = Guid.Empty;
            while (true)
            {
                // By person, so that each of the person's names is met beside its equals.
                var rows = await db.Set<PersonVersion>().AcrossAreas().AsNoTracking()
                    .Where(v => v.County == county && v.PersonId > after)
                    .OrderBy(v => v.PersonId).ThenBy(v => v.ValidFrom)
                    .Select(v => new { v.PersonId, v.Region, v.Name }).Take(RebuiltAtOnce).ToListAsync(ct);
                if (rows.Count == 0)
                {
                    break;
                }

                // The last person may go on beyond this part: he is read again, unless he fills it alone.
                var last = rows.Count == RebuiltAtOnce && rows[0].PersonId != rows[^1].PersonId ? rows[^1].PersonId : Guid.Empty;
                var entries = new List<SearchEntry>();
                foreach (var row in rows.Where(r => r.PersonId != last && r.Name is not null))
                {
                    if ((row.PersonId, row.Region, row.Name) != (person, region, name))
                    {
                        entries.Add(Entry(county, SearchKinds.Person, row.PersonId, row.Region, row.Name!));
                        (person, region, name) = (row.PersonId, row.Region, row.Name!);
                    }
                }

                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                await AddAsync(entries, ct);
                await transaction.CommitAsync(ct);
                done += entries.Count;
                progress?.Invoke(done);
                after = last == Guid.Empty ? rows[^1].PersonId : rows.Last(r => r.PersonId != last).PersonId;
            }

            var organisations = await db.Set<RecordVersion>().AcrossAreas().AsNoTracking()
                .Where(v => v.County == county && v.Kind == SearchKinds.Organisation && v.Year == 0 && v.Name != null)
                .Select(v => new { v.RecordId, v.Region, Name = v.Name! }).Distinct().ToListAsync(ct);
            foreach (var part in organisations.Chunk(RebuiltAtOnce))
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                await AddAsync([.. part.Select(v => Entry(county, SearchKinds.Organisation, v.RecordId, v.Region, v.Name))], ct);
                await transaction.CommitAsync(ct);
                done += part.Length;
                progress?.Invoke(done);
            }
        }

        return done;
    }

    /// <summary>
    /// The versions of persons whose name has the words of a step. Written out because the order is the point: first the index, then
    /// each person by id – a planner that does not know how few they are reads the area from end to end instead.
    /// </summary>
    public IQueryable<PersonVersion> Persons(SearchStep step, CodeRange area, int most)
    {
        var words = step.Expression(db.Engine);
        if (db.Engine == DbEngine.Postgres)
        {
            var place = AreaWord(area);
            words = place is null ? words : $"'{place}' & {words}";
            return db.Set<PersonVersion>().FromSql(
                $"select p.* from search_find({words}, {most}) s join person_versions p on p.county = s.county and p.person_id = s.subject").AsNoTracking();
        }

        var (from, to) = Rows(area);
        return db.Set<PersonVersion>().FromSql(
            $"select p.* from (select county, subject from search_entries where search_entries match {words} and rowid >= {from} and rowid < {to} limit {most}) s cross join person_versions p on p.county = s.county and p.person_id = s.subject and +p.region >= {area.From} and +p.region < {area.To}").AcrossAreas().AsNoTracking();
    }

    private static (long From, long To) Rows(CodeRange area) =>
        (area.From * SearchEntry.RowsAVillage, area.To >= RegionCode.Max ? long.MaxValue : area.To * SearchEntry.RowsAVillage);

    /// <summary>Takes out the names of persons who never came to be: their import was taken back.</summary>
    public async Task ForgetAsync(int county, CancellationToken ct)
    {
        if (db.Engine == DbEngine.Postgres)
        {
            await db.Set<SearchEntry>()
                .Where(e => e.County == county && e.Kind == SearchKinds.Person && !db.Set<Person>().Any(p => p.County == county && p.Id == e.Subject))
                .ExecuteDeleteAsync(ct);
            return;
        }

        // The columns of the full-text table's own content, in the order of SqliteTable.
        var rows = await db.Database.SqlQuery<long>(
            $"select id as Value from search_entries_content c where c1 = {county} and c2 = {SearchKinds.Person} and not exists (select 1 from persons p where p.county = c.c1 and p.id = c.c3)")
            .ToListAsync(ct);
        foreach (var part in rows.Chunk(RebuiltAtOnce))
        {
            await db.Database.ExecuteSqlAsync(
                $"delete from search_entries where rowid in (select value from json_each({System.Text.Json.JsonSerializer.Serialize(part)}))", ct);
        }
    }

    private SearchEntry Entry(int county, string kind, Guid subject, long region, string name) => new()
    {
        County = county, Id = Ids.New(clock), Kind = kind, Subject = subject, Region = region, Name = name,
        Tokens = SearchTokens.Of(name) + (db.Engine == DbEngine.Postgres ? AreaWords(region) : ""),
    };

    private Task AddAsync(List<SearchEntry> entries, CancellationToken ct)
    {
        // A name of nothing but marks has no words.
        entries.RemoveAll(e => e.Tokens is "" or [' ', ..]);
        return entries.Count == 0 ? Task.CompletedTask : db.Engine == DbEngine.Postgres ? db.BulkInsertAsync(entries, ct) : AddToSqliteAsync(entries, ct);
    }

    private async Task AddToSqliteAsync(List<SearchEntry> entries, CancellationToken ct)
    {
        var numbered = new List<SearchEntry>(entries.Count);
        foreach (var village in entries.GroupBy(e => e.Region))
        {
            var first = village.Key * SearchEntry.RowsAVillage;
            var row = await db.Database.SqlQuery<long?>(
                $"select max(id) as Value from search_entries_content where id >= {first} and id < {first + SearchEntry.RowsAVillage}").SingleAsync(ct) ?? first - 1;
            numbered.AddRange(village.Select(entry => entry with { Row = ++row }));
        }

        await db.BulkInsertAsync(numbered, ct);
    }

    // The places around an entry stand among its words: the area of a search is then one word more.
    private static string AreaWords(long region)
    {
        var code = new RegionCode(region);
        return string.Concat(Enumerable.Range(1, (int)code.Level).Select(level => $" {Area(code.At((RegionLevel)level))}"));
    }

    private static string? AreaWord(CodeRange area) => area == CodeRange.Everything ? null
        : new RegionCode(area.From) is var place && place.Range == area ? Area(place) : Area(new RegionCode(-1));

    private static string Area(RegionCode place) => string.Create(CultureInfo.InvariantCulture, $"⌖{place.Value}");
}
