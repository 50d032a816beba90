using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Fuyao.Kernel.Data;

/// <summary>
/// Texts longer than their column are refused before they are sent, by whatever way they are written: PostgreSQL would fail on them, SQLite
/// would keep them, and both are the same system.
/// </summary>
internal sealed class TextLengths : SaveChangesInterceptor
{
    public static readonly TextLengths Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Check(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    /// <summary>How many characters a text of this property may have; null where that is not said, or it is no text.</summary>
    public static int? Of(IProperty property) => property.ClrType == typeof(string) && property.GetTypeMapping().Converter is null ? property.GetMaxLength() : null;

    /// <exception cref="ProblemException">422: the text is longer than its column.</exception>
    public static void Check(string? text, int longest, IProperty property)
    {
        if (text?.Length > longest)
        {
            throw TooLong(property, longest);
        }
    }

    private static void Check(DbContext db)
    {
        List<Problem> problems = [];
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified))
        {
            foreach (var property in entry.Properties)
            {
                if ((entry.State == EntityState.Added || property.IsModified) && Of(property.Metadata) is { } longest && (property.CurrentValue as string)?.Length > longest)
                {
                    problems.Add(Said(property.Metadata, longest));
                }
            }
        }

        if (problems.Count > 0)
        {
            throw new ProblemException(422, problems);
        }
    }

    private static ProblemException TooLong(IProperty property, int longest) => new(422, [Said(property, longest)]);

    private static Problem Said(IProperty property, int longest) =>
        new("text-too-long", new LocalText($"文字过长,最多 {longest} 字。", $"The text is too long: at most {longest} characters."), PlatformDb.SnakeCase(property.Name));
}
