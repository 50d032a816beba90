using Fuyao.Access.Contracts;
using Fuyao.Benefits.Adjustments;
using Fuyao.Kernel.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fuyao.Benefits.Runs;

/// <summary>
/// Commits chunks: cursor, figures, awards, questions and audit in one transaction. Two processes may work on one run: whoever
/// moves the cursor first has the stretch, the other goes on behind it. The unique key of awards is the wall behind that.
/// </summary>
internal sealed class RunWriter(PlatformDb db, WriteSession session, AuditTrail audit, RunFrame frame)
{
    private const int Attempts = 5;

    private readonly Dictionary<(string Policy, string Period), HashSet<Guid>> awarded = [];

    /// <summary>Commits the chunk that begins behind the cursor.</summary>
    /// <returns>False when somebody else has moved the cursor meanwhile; nothing was written.</returns>
    public async Task<bool> CommitAsync(Chunk chunk, Cursor expected, TimeSpan worked, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await session.RunAsync("run.part", () => WriteAsync(chunk, expected, worked, ct), ct);
            }
            catch (Exception e)
            {
                // What was noted is not stored.
                awarded.Clear();
                if (attempt == Attempts || !IsUniqueViolation(e))
                {
                    throw;
                }

                // Another run awarded the same thing between our look and our insert. Look again.
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    public Task<bool> CompleteAsync(Cursor expected, DateTimeOffset at, CancellationToken ct) =>
        session.RunAsync("run.complete", async () =>
        {
            var done = await Mine().Where(r => r.State == RunState.Running && r.CursorRegion == expected.Region && r.CursorHousehold == expected.Household)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Completed).SetProperty(r => r.FinishedAt, at), ct);
            if (done == 1)
            {
                var run = await Mine().AsNoTracking().SingleAsync(ct);
                audit.Add("run.complete", Subject(), new { run.Pack, run.Period, run.Households, run.Awards, Amount = run.Amount.ToString() });
            }

            return done == 1;
        }, ct);

    private async Task<bool> WriteAsync(Chunk chunk, Cursor expected, TimeSpan worked, CancellationToken ct)
    {
        var moved = await Mine().Where(r => r.State == RunState.Running && r.CursorRegion == expected.Region && r.CursorHousehold == expected.Household)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.CursorRegion, chunk.LastRegion).SetProperty(r => r.CursorHousehold, chunk.LastHousehold), ct);
        if (moved == 0)
        {
            return false;
        }

        var run = await Mine().AsTracking().SingleAsync(ct);
        var totals = RunTotals.Read(run.Totals);
        var chosen = new List<Award>(chunk.Candidates.Count);
        var (of, before) = (("", ""), new HashSet<Guid>());
        foreach (var candidate in chunk.Candidates)
        {
            var award = candidate.Award;
            if (of != (award.Policy, award.Period))
            {
                of = (award.Policy, award.Period);
                before = await AwardedAsync(award.Policy, award.Period, ct);
            }

            if (!before.Add(award.Subject))
            {
                totals.Already++;
                continue;
            }

            chosen.Add(award);
            totals.Count(award, candidate.Funding);
            run.Amount += award.Amount;
        }

        run.Households += chunk.Households;
        run.Persons += chunk.Persons;
        run.Awards += chosen.Count;
        run.Seconds += worked.TotalSeconds;
        totals.Add(chunk.Totals);
        run.Totals = totals.Write();
        await db.SaveChangesAsync(ct);
        await db.BulkInsertAsync(chosen, ct);
        await db.BulkInsertAsync(chunk.Questions, ct);
        audit.Add("run.part", Subject(), new { chunk.Households, Awards = chosen.Count, Questions = chunk.Questions.Count });
        return true;
    }

    // Loaded once for each benefit and unit of time; nothing for a month that nobody has run before.
    private async Task<HashSet<Guid>> AwardedAsync(string policy, string period, CancellationToken ct)
    {
        if (!awarded.TryGetValue((policy, period), out var subjects))
        {
            // What came too late for its run and was adjusted since belongs to the adjustments: awarded as well, it would be paid twice.
            subjects = [.. await db.Set<Award>().AcrossAreas()
                .Where(a => a.County == frame.County && a.Policy == policy && a.Period == period).Select(a => a.Subject)
                .Union(db.Set<Adjustment>().AcrossAreas().Where(a => a.County == frame.County && a.Policy == policy && a.Period == period).Select(a => a.Subject)).ToListAsync(ct)];
            awarded[(policy, period)] = subjects;
        }

        return subjects;
    }

    private IQueryable<Run> Mine() => db.Set<Run>().Where(r => r.County == frame.County && r.Id == frame.Id);

    private AuditSubject Subject() => new("run", frame.Id.ToString(), frame.County);

    internal static bool IsUniqueViolation(Exception e) =>
        (e as DbUpdateException)?.InnerException is { } inner ? IsUniqueViolation(inner)
        : e is SqliteException { SqliteErrorCode: 19 } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
