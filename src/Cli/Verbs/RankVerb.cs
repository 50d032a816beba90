using System.CommandLine;
using Fuyao.Casework.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>Ranks a place by income (按收入倒排) and writes the workbook and the notice.</summary>
internal static class RankVerb
{
    private static readonly Option<string?> Region = new("--region") { Description = "county, township or village", HelpName = "CODE", Required = true };

    private static readonly Option<int> Year = new("--year") { Description = "the year whose register is ranked", HelpName = "YEAR", Required = true };

    private static readonly Option<DirectoryInfo> Out = new("--out") { Description = "folder for ranking.xlsx and notice.html", HelpName = "DIR", Required = true };

    public static Command Build() => new Command("rank", "order households by net income per head, with working and notice")
    {
        Region, Year, Out, CommonOptions.Database, CommonOptions.Keys,
    }.Runs(async (run, cancellation) =>
    {
        var region = run.RegionOf(Region) ?? throw new VerbException("no-region", new LocalText("请用 --region 指明地区。", "Name a place with --region."));
        await using var services = await run.OpenSystemAsync(cancellation);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var rankings = scope.ServiceProvider.GetRequiredService<Rankings>();
        var summary = await run.WatchAsync(
            new LocalText("正在排序…", "Ranking…"),
            watch => rankings.MakeAsync(new RankingRequest(region, run.Get(Year)), n => watch(new LocalText($"{n:N0} 户", $"{n:N0} households")), cancellation));
        var folder = run.Get(Out)!;
        folder.Create();
        var files = new[] { Path.Combine(folder.FullName, "ranking.xlsx"), Path.Combine(folder.FullName, "notice.html") };
        await using (var workbook = File.Create(files[0]))
        {
            await rankings.WriteWorkbookAsync(summary.Ranking, workbook, cancellation);
        }

        await using (var notice = File.Create(files[1]))
        {
            await rankings.WriteNoticeAsync(summary.Ranking, notice, ct: cancellation);
        }

        var json = new
        {
            summary.Ranking, summary.Region, summary.Year, summary.On, summary.Households, summary.Ranked, summary.Stated, summary.Unknown, summary.Tied, summary.Flagged, files,
        };
        return new Outcome(json, _ => run.Tell(new LocalText(
            $"{summary.Households:N0} 户:排名 {summary.Ranked:N0} 户,收入不明 {summary.Unknown:N0} 户,并列 {summary.Tied:N0} 户,有排除指标 {summary.Flagged:N0} 户。{string.Join("  ", files)}",
            $"{summary.Households:N0} households: {summary.Ranked:N0} ranked, {summary.Unknown:N0} of unknown income, {summary.Tied:N0} tied, {summary.Flagged:N0} flagged. {string.Join("  ", files)}")));
    });
}
