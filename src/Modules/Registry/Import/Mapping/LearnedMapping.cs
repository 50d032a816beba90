using System.Security.Cryptography;
using System.Text;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Import.Mapping;

/// <summary>What a clerk said of the columns of one kind of file, kept for the next of that kind. It holds headers and code labels, nothing of people.</summary>
internal sealed class LearnedMapping : ICountyOwned
{
    /// <summary>0 for an area above the level of a county.</summary>
    public required int County { get; init; }

    public required Guid Id { get; init; }

    public required string Table { get; init; }

    /// <summary>SHA-256 over the table and the file's headers in any order.</summary>
    public required string Signature { get; init; }

    public required string Mapping { get; set; }

    public required string ActorName { get; set; }

    public required DateTimeOffset At { get; set; }

    public static void Map(ModelBuilder model)
    {
        var learned = model.Entity<LearnedMapping>();
        learned.ToTable("import_mappings").StaysBehind("how a county's own lists are read");
        learned.HasKey(m => new { m.County, m.Id });
        learned.HasIndex(m => new { m.County, m.Signature }).IsUnique().HasDatabaseName("ux_import_mappings_signature");
        learned.Property(m => m.Table).HasMaxLength(40);
        learned.Property(m => m.Signature).HasMaxLength(64);
    }
}

/// <summary>What earlier files of a county taught about headers.</summary>
/// <param name="Whole">The mapping of the same kind of file, if there was one.</param>
internal sealed record LearnedHeaders(ImportMapping? Whole, IReadOnlyDictionary<string, ColumnMap> Columns)
{
    private const int Remembered = 50;

    public static readonly LearnedHeaders Nothing = new(null, new Dictionary<string, ColumnMap>());

    public ColumnMap? For(string header) => Columns.GetValueOrDefault(HeaderKey.Of(header));

    public static string SignatureOf(string table, IEnumerable<string> headers) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        table + "\n" + string.Join('\n', headers.Select(HeaderKey.Of).Distinct().Order(StringComparer.Ordinal)))));

    public static async Task<LearnedHeaders> LoadAsync(PlatformDb db, int county, string table, IEnumerable<string> headers, CancellationToken ct)
    {
        var signature = SignatureOf(table, headers);
        var known = await db.Set<LearnedMapping>().AsNoTracking().Where(m => m.County == county && m.Table == table)
            .OrderByDescending(m => m.At).Take(Remembered).Select(m => new { m.Signature, m.Mapping }).ToListAsync(ct);
        var same = known.FirstOrDefault(m => m.Signature == signature);
        var columns = new Dictionary<string, ColumnMap>();
        foreach (var mapping in known.OrderByDescending(m => m == same).Select(m => ImportMapping.Parse(m.Mapping)))
        {
            foreach (var column in mapping.Columns)
            {
                columns.TryAdd(HeaderKey.Of(column.Header), column);
            }
        }

        return new LearnedHeaders(same is null ? null : ImportMapping.Parse(same.Mapping), columns);
    }

    /// <summary>Remembers a mapping for the next file with these headers.</summary>
    public static async Task KeepAsync(PlatformDb db, int county, string table, string signature, ImportMapping mapping, string actor, TimeProvider clock, CancellationToken ct)
    {
        var known = await db.Set<LearnedMapping>().SingleOrDefaultAsync(m => m.County == county && m.Signature == signature, ct);
        if (known is null)
        {
            known = new LearnedMapping
            {
                County = county, Id = Ids.New(clock), Table = table, Signature = signature, Mapping = mapping.ToJson(), ActorName = actor, At = clock.GetUtcNow(),
            };
            db.Set<LearnedMapping>().Add(known);
        }

        (known.Mapping, known.ActorName, known.At) = (mapping.ToJson(), actor, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }
}
