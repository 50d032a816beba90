using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Access.Writes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Access.Identity;

/// <summary>What is counted a day and user: against a limit where there is one, and for the auditor to see who stands out.</summary>
internal sealed class DailyUsage(PlatformDb db, CurrentActor actor, WriteGate gate, AccessOptions options, TimeProvider clock)
{
    public const string Reveals = "reveal";
    public const string Exported = "exported-persons";

    /// <summary>Counts one full number; of a hundred requests at once none slips past the limit.</summary>
    /// <exception cref="ProblemException">429 <c>reveal-limit</c>.</exception>
    public async Task TakeRevealAsync(CancellationToken ct)
    {
        if (!await AddAsync(Reveals, 1, options.RevealsPerDay, ct))
        {
            throw new ProblemException(429, new Problem("reveal-limit", new LocalText(
                $"今天查看完整号码已达 {options.RevealsPerDay} 次上限,请明天再看,或由同事办理。",
                $"You have seen {options.RevealsPerDay} full numbers today, which is the limit. Continue tomorrow, or ask a colleague.")));
        }
    }

    /// <summary>Within the present write if there is one.</summary>
    /// <returns>False, and nothing counted, when the day's sum would pass the limit.</returns>
    public async Task<bool> AddAsync(string kind, long count, long most, CancellationToken ct)
    {
        using var turn = db.Database.CurrentTransaction is null ? await gate.EnterAsync(ct) : null;
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = Sql.Command(
                db,
                """
                insert into usage (county, actor, day, kind, count) values (@county, @actor, @day, @kind, @count)
                on conflict (county, actor, day, kind) do update set count = usage.count + excluded.count where usage.count + excluded.count <= @most
                """,
                ("@county", actor.County), ("@actor", actor.Id), ("@day", Day()), ("@kind", kind), ("@count", count), ("@most", most));
            return count <= most && await command.ExecuteNonQueryAsync(ct) == 1;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private object Day() => clock.TodayInChina() is var day && db.Engine == DbEngine.Sqlite ? day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : day;
}
