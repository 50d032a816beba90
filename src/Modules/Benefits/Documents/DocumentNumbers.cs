using System.Globalization;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Benefits.Documents;

/// <summary>Gives papers their numbers and remembers what they told. The caller owns the write.</summary>
internal sealed class DocumentNumbers(PlatformDb db, CurrentActor actor, AuditTrail audit, TimeProvider clock)
{
    private const int Places = 6;

    public async Task<IReadOnlyList<PrintedDocument>> IssueAsync(string kind, DateOnly on, IReadOnlyList<(Guid Household, DocumentContent Content)> papers, Guid? batch, CancellationToken ct)
    {
        List<PrintedDocument> issued = [];
        var now = clock.GetUtcNow();
        foreach (var county in papers.GroupBy(p => p.Content.County))
        {
            var start = $"{county.Key:000000}{clock.TodayInChina().Year:0000}";

            // The count runs through the county, not only through the actor's part of it.
            var last = await db.Set<PrintedDocument>().AcrossAreas().Where(d => d.County == county.Key && d.Number.StartsWith(start)).MaxAsync(d => (string?)d.Number, ct);
            var count = last is null ? 0 : int.Parse(last[start.Length..], CultureInfo.InvariantCulture);
            foreach (var (household, content) in county)
            {
                issued.Add(new PrintedDocument
                {
                    County = county.Key, Id = Ids.New(clock), Number = start + (++count).ToString($"D{Places}", CultureInfo.InvariantCulture), Kind = kind, HouseholdId = household,
                    Region = content.Region, On = on, Facts = content.FactsHash, Benefits = content.BenefitsHash, PrintedAt = now, PrintedBy = actor.Name, Batch = batch,
                });
            }
        }

        db.AddRange(issued);
        await db.SaveChangesAsync(ct);
        foreach (var one in issued)
        {
            audit.Add("document.print", new AuditSubject("household", one.HouseholdId.ToString(), one.County), new { one.Number, kind, on });
        }

        return issued;
    }
}
