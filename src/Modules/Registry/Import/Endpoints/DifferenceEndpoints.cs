using System.Globalization;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Sheets;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Fuyao.Registry.Import.Endpoints;

/// <param name="Undecided">Cells that still wait for a decision.</param>
/// <param name="ForAll">What was decided for all cells that have no decision of their own.</param>
internal sealed record DifferencePage(IReadOnlyList<RowDifference> Items, string? Next, int Total, int Undecided, bool? ForAll);

/// <param name="ForAll">For all cells without a decision of their own: true takes the file's, false keeps the register's, null asks.</param>
/// <param name="Cells">By the cells' keys; null takes a decision back.</param>
internal sealed record DecisionRequest(bool? ForAll, IReadOnlyDictionary<string, bool?> Cells);

/// <summary>What becomes of each row, before anything is written, and the clerk's decisions.</summary>
internal static class DifferenceEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const int MaxDecisions = 100_000;

    private static readonly LocalText[] Heads =
    [
        new("工作表", "Sheet"), new("行", "Row"), new("结果", "Outcome"), new("编号", "Number"), new("姓名或名称", "Name"), new("列", "Column"),
        new("登记册现有", "Register"), new("文件中", "File"), new("导出时", "When exported"), new("处理", "What is done"),
    ];

    public static void Map(IEndpointRouteBuilder imports)
    {
        imports.MapGet("/{id:guid}/differences", ListAsync).WithName("ListImportDifferences").RequirePermission(Permissions.ImportView);
        imports.MapGet("/{id:guid}/differences/export", ExportAsync).WithName("ExportImportDifferences").RequirePermission(Permissions.ImportView)
            .Produces(StatusCodes.Status200OK, contentType: Workbook);
        imports.MapPost("/{id:guid}/decisions", DecideAsync).WithName("DecideImport").RequirePermission(Permissions.ImportRun).WithWrite("import.decide");
    }

    private static async Task<Ok<DifferencePage>> ListAsync(
        Guid id, string? outcome, int? limit, string? cursor, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] AccessLog log, CancellationToken ct)
    {
        var record = await ImportEndpoints.FindAsync(id, db, ct);
        RowOutcome? wanted = string.IsNullOrEmpty(outcome) ? null : Enum.TryParse<RowOutcome>(outcome, ignoreCase: true, out var known) ? known
            : throw new ProblemException(400, new Problem("unknown-outcome", new("结果应为 new、changed、unchanged、conflict 或 refused。", "The outcome is new, changed, unchanged, conflict or refused."), "outcome"));
        var rows = await ReadAsync(record, files, ct);
        await log.ReadAsync("import.differences", [new AuditSubject("import", id.ToString(), record.County)]);
        var chosen = rows.Where(r => wanted is null || r.Outcome == wanted).ToList();
        var size = Math.Clamp(limit ?? 50, 1, 200);
        var from = int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;
        return TypedResults.Ok(new DifferencePage([.. chosen.Skip(from).Take(size)], from + size < chosen.Count ? (from + size).ToString(CultureInfo.InvariantCulture) : null,
            chosen.Count, rows.Sum(r => r.Cells.Count(c => c.Outcome == CellOutcome.Ask)), record.DecisionsOf()?.ForAll));
    }

    private static async Task<IResult> ExportAsync(
        Guid id, [FromServices] PlatformDb db, [FromServices] FileStore files, [FromServices] AccessLog log, [FromServices] CurrentActor actor, CancellationToken ct)
    {
        var record = await ImportEndpoints.FindAsync(id, db, ct);
        var rows = await ReadAsync(record, files, ct);
        await log.ReadAsync("import.differences", new { rows = rows.Count }, [new AuditSubject("import", id.ToString(), record.County)]);
        var sheet = await SealedTemp.WriteAsync(output => Write(output, rows));
        var content = sheet.Detach();
        return Results.Stream(content, Workbook, $"{Path.GetFileNameWithoutExtension(record.FileName)}-{new LocalText("差异", "differences").In(actor.Language)}.xlsx");
    }

    private static async Task<Ok<DifferenceCounts>> DecideAsync(Guid id, DecisionRequest request, [FromServices] PlatformDb db, [FromServices] AuditTrail audit, CancellationToken ct)
    {
        var record = await ImportEndpoints.TrackedAsync(id, db, ct);
        if (record.State != ImportState.Checked)
        {
            throw new ProblemException(409, new Problem("not-checked", new("只有核对完成、尚未写入的导入才能作决定。", "Decisions are made between the check and the writing.")));
        }

        var cells = new Dictionary<string, bool>(record.DecisionsOf()?.Cells ?? new Dictionary<string, bool>());
        foreach (var (key, file) in request.Cells)
        {
            _ = file is { } decided ? cells[key] = decided : cells.Remove(key);
        }

        if (cells.Count > MaxDecisions)
        {
            throw new ProblemException(422, new Problem("too-many", new("逐格的决定太多,请改用“全部”。", "Too many single decisions. Decide for all."), "cells"));
        }

        record.Decisions = JsonSerializer.Serialize(new ImportDecisions(request.ForAll, cells), ImportReports.Json);
        await db.SaveChangesAsync(ct);
        audit.Add("import.decide", new AuditSubject("import", id.ToString(), record.County), new { request.ForAll, cells = cells.Count });
        return TypedResults.Ok(record.RowCountsOf() ?? new DifferenceCounts(0, 0, 0, 0, 0));
    }

    // Decisions made since the check count at once.
    private static async Task<List<RowDifference>> ReadAsync(ImportRecord record, FileStore files, CancellationToken ct)
    {
        if (record.DifferencesId is not { } stored)
        {
            return [];
        }

        using var file = await files.OpenAsync(stored, ct);
        var rows = await JsonSerializer.DeserializeAsync<List<RowDifference>>(file.Content, ImportReports.Json, ct) ?? [];
        var decisions = record.DecisionsOf();
        return record.State != ImportState.Checked ? rows : [.. rows.Select(r => r.Outcome != RowOutcome.Conflict ? r : r with
        {
            Cells = [.. r.Cells.Select(c => c.Outcome != CellOutcome.Ask ? c
                : c with { Asked = true, Outcome = decisions?.Of(c.Key) switch { true => CellOutcome.Write, false => CellOutcome.Keep, null => CellOutcome.Ask } })],
        })];
    }

    private static void Write(Stream output, List<RowDifference> rows)
    {
        using var sheet = SheetWriter.Workbook(output);
        sheet.BeginSheet(new LocalText("差异", "Differences").InCurrent(), new SheetLayout
        {
            Widths = [14, 7, 10, 20, 12, 18, 24, 24, 20, 14], FrozenRows = 1, FilterRow = 1, RepeatedRows = (1, 1), PrintColumns = Heads.Length, Landscape = true,
        });
        sheet.Row();
        sheet.Texts(Heads.Select(h => h.InCurrent()), SheetStyle.Header);
        foreach (var row in rows)
        {
            foreach (var cell in row.Cells.Count == 0 ? [null] : row.Cells.Cast<CellDifference?>())
            {
                sheet.Row();
                sheet.Text(row.Sheet);
                sheet.Integer(row.Row);
                sheet.Text(Label(row.Outcome).InCurrent(), row.Outcome is RowOutcome.Refused ? SheetStyle.Error : row.Outcome is RowOutcome.Conflict ? SheetStyle.Warning : SheetStyle.Body);
                sheet.Text(row.Number);
                sheet.Text(row.Subject);
                sheet.Text(cell?.Column);
                sheet.Text(cell?.Before);
                sheet.Text(cell?.After);
                sheet.Text(cell?.Exported);
                sheet.Text(cell is null ? null : Label(cell.Outcome).InCurrent(), cell?.Outcome == CellOutcome.Ask ? SheetStyle.Warning : SheetStyle.Body);
            }
        }
    }

    private static LocalText Label(RowOutcome outcome) => outcome switch
    {
        RowOutcome.New => new("新增", "new"),
        RowOutcome.Changed => new("更新", "changed"),
        RowOutcome.Unchanged => new("未变", "unchanged"),
        RowOutcome.Conflict => new("待定", "conflict"),
        _ => new("拒绝", "refused"),
    };

    private static LocalText Label(CellOutcome outcome) => outcome switch
    {
        CellOutcome.Write => new("写入", "write"),
        CellOutcome.Keep => new("保留原值", "keep"),
        _ => new("待决定", "to decide"),
    };
}
