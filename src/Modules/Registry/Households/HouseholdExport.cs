using System.Globalization;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Kernel;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Lists;
using Microsoft.EntityFrameworkCore;

namespace Fuyao.Registry.Households;

/// <summary>What stands above the list about how it was made.</summary>
internal sealed record ExportLine(LocalText Label, string Value);

/// <param name="About">The conditions, in words.</param>
/// <param name="Households">As counted when it was asked for, for the progress.</param>
internal sealed record HouseholdExportArgs(HouseholdQuery Query, string? Columns, IReadOnlyList<ExportLine> About, ExportPass Pass, bool English, int Households);

/// <summary>Writes a list of households as a workbook that can be checked afterwards (<see cref="CheckedTable"/>); protected values masked as in the list.</summary>
internal sealed class HouseholdExport(PlatformDb db, HouseholdFilter filter, Seal seal, AccessLog log, CurrentActor actor)
{
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const int ReportEvery = 2_000;
    private static readonly LocalText Title = new("农户名单", "Households");

    public static string Name(TimeProvider clock) => $"households-{clock.TodayInChina():yyyy-MM-dd}.xlsx";

    /// <summary>
    /// A sealed file that vanishes when it is closed: any number of rows in bounded memory, nothing of it in the clear on the disk. It is
    /// recorded who took how much before it is given out.
    /// </summary>
    public async Task<SealedTemp> WriteAsync(HouseholdExportArgs asked, Action<long>? progress, CancellationToken ct)
    {
        var query = asked.Query;
        var (shown, fields) = ListColumn.Read(asked.Columns);
        var found = ListHouseholds.Shown(HouseholdOrder.Apply(await filter.FindAsync(query, ct), HouseholdOrder.Check(query.Sort), null));
        var day = HouseholdFilter.Day(query);
        long rows = 0;
        var temp = await SealedTemp.WriteAsync(async output =>
        {
            using var sheet = SheetWriter.Workbook(output);
            using var table = new CheckedTable(sheet, Title.InCurrent(), [.. shown.Select(c => new CheckedColumn(c.Title.InCurrent(), c.Width, c.Sum))]);
            await db.Database.OpenConnectionAsync(ct);
            try
            {
                await SpillAsync(toDisk: true);
                await foreach (var row in found.AsAsyncEnumerable().WithCancellation(ct))
                {
                    var line = ListHouseholds.Line(row, seal, fields, day);
                    table.Row();
                    foreach (var column in shown)
                    {
                        column.Write(table, line, asked.English);
                    }

                    if (++rows % ReportEvery == 0)
                    {
                        progress?.Invoke(rows);
                    }
                }
            }
            finally
            {
                await SpillAsync(toDisk: false);
                await db.Database.CloseConnectionAsync();
            }

            table.Finish([.. asked.About.Select(line => (line.Label, line.Value)), .. asked.Pass.Lines]);
            asked.Pass.WriteSheet(sheet);
        });
        try
        {
            await log.ReadAsync(
                "household.export",
                new { rows, query.Region, query.Status, query.Category, query.Cause, query.IncomeFrom, query.IncomeTo, query.On, query.Where, asked.Columns, searched = query.Q is not null },
                [new AuditSubject("area", actor.Region.ToString())]);
            return temp;
        }
        catch
        {
            temp.Dispose();
            throw;
        }
    }

    // Sorting a million rows may take the disk, not the memory of everybody else.
    private Task SpillAsync(bool toDisk) => db.Engine != DbEngine.Sqlite ? Task.CompletedTask
        : toDisk ? db.Database.ExecuteSqlRawAsync("pragma temp_store = file") : db.Database.ExecuteSqlRawAsync("pragma temp_store = memory");
}

/// <summary>Makes a long list's workbook; the office fetches it when the job is done. Started again after a crash it begins anew.</summary>
internal sealed class HouseholdExportJob(HouseholdExport export, FileStore files, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "household-export";

    public string Kind => JobKind;

    public async Task RunAsync(JobContext job)
    {
        var asked = job.ArgsAs<HouseholdExportArgs>();
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(asked.English ? "en" : "zh-CN");
        using var temp = await export.WriteAsync(asked, rows => job.Report(rows, asked.Households), job.CancellationToken);
        await using var content = temp.Detach();
        var file = await files.SaveAsync(
            HouseholdExport.Name(clock), HouseholdExport.Workbook, content, permission: Permissions.HouseholdExport, keep: FileKeep.Export, ct: job.CancellationToken);
        job.Report(asked.Households, asked.Households);
        job.SetResult(new { file, name = HouseholdExport.Name(clock) });
    }
}
