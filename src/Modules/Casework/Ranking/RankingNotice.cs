using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Fuyao.Casework.Ranking;

/// <summary>
/// 公示名单: what is posted on the village board, in the official page layout (GB/T 9704), each village beginning a page. It shows
/// who, how many and how much – never id numbers, phones, accounts, health, property or reasons of poverty.
/// </summary>
internal static class RankingNotice
{
    private const string Styles = """
        @page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font: 14pt FangSong_GB2312, FangSong, STFangsong, FandolFang, serif; } }
        body { font: 16pt/28.98pt FangSong_GB2312, FangSong, STFangsong, FandolFang, serif; color: #000; margin: 0; }
        section { break-before: page; } section:first-of-type { break-before: auto; }
        h1 { font: bold 22pt/32pt FZXiaoBiaoSong-B05S, SimSun, serif; text-align: center; margin: 0 0 16pt; }
        p { margin: 0; text-indent: 2em; } table { border-collapse: collapse; width: 100%; margin: 8pt 0; }
        thead { display: table-header-group; } tr { break-inside: avoid; }
        th, td { border: 0.5pt solid #000; font-size: 12pt; line-height: 20pt; padding: 1pt 4pt; text-align: center; }
        td.figure { text-align: right; } .seal { text-align: right; margin-top: 24pt; break-inside: avoid; } .seal p { text-indent: 0; }
        @media screen { body { max-width: 156mm; margin: 12mm auto; padding: 0 8mm; } section { margin-bottom: 24mm; } }
        """;

    /// <summary>The page needs its own styles and nothing else.</summary>
    public static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Styles)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static async Task WriteAsync(Stream output, RankingDocument ranking, CancellationToken ct)
    {
        await using var html = new StreamWriter(output, new UTF8Encoding(false), 1 << 14, leaveOpen: true);
        await html.WriteAsync($"<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{Text(ranking.Place)}{ranking.Run.Year}年农户收入情况公示名单</title><style>{Styles}</style></head><body>\n");
        foreach (var village in ranking.Lines.GroupBy(l => l.Region).OrderBy(v => v.Key))
        {
            ct.ThrowIfCancellationRequested();
            await VillageAsync(html, ranking, ranking.Names[village.Key], [.. village]);
        }

        await html.WriteAsync("</body></html>\n");
    }

    private static async Task VillageAsync(StreamWriter html, RankingDocument ranking, (string Township, string Village) place, List<RankingLine> lines)
    {
        var run = ranking.Run;
        var ranked = lines.Where(l => l.Rank is not null).ToList();
        var unknown = lines.Where(l => l.Rank is null).ToList();
        var (village, committee) = Committee(place.Village);
        await html.WriteAsync($"<section><h1>{Text(place.Township)}{Text(village)}<br>{run.Year}年农户人均纯收入公示名单</h1>\n");
        await html.WriteAsync($"<p>按照“按收入倒排”的要求,现将本村 {ranked.Count} 户的人均纯收入由低到高公示如下。收入相同的农户名次相同。名册日期为{run.On.Year}年{run.On.Month}月{run.On.Day}日。</p>\n");
        await html.WriteAsync("<table><thead><tr><th>名次</th><th>村民小组</th><th>户主</th><th>人口</th><th>人均纯收入(元)</th><th>备注</th></tr></thead><tbody>\n");
        foreach (var line in ranked)
        {
            string[] remarks = [.. line.VillageTied > 1 ? [$"{line.VillageTied}户并列"] : Array.Empty<string>(), .. line.Basis == IncomeBasis.Stated ? ["登记数"] : Array.Empty<string>()];
            await html.WriteAsync($"<tr><td>{line.VillageRank}</td><td>{Text(line.GroupName)}</td><td>{Text(line.HeadName)}</td><td>{line.Heads}</td><td class=\"figure\">{line.PerHead!.Value.ToDisplay()}</td><td>{string.Join(",", remarks)}</td></tr>\n");
        }

        await html.WriteAsync("</tbody></table>\n");
        if (ranked.Any(l => l.Basis == IncomeBasis.Stated))
        {
            await html.WriteAsync("<p>备注为“登记数”的,人均纯收入为登记册所载,没有收入构成;其余按收入各项计算。</p>\n");
        }

        if (unknown.Count > 0)
        {
            await html.WriteAsync($"<p>以下 {unknown.Count} 户收入待核实,未列名次:{string.Join("、", unknown.Select(l => Text(l.HeadName ?? l.Number)))}。</p>\n");
        }

        await html.WriteAsync("<p>公示时间:    年  月  日至    年  月  日。如有异议,请在公示期内向村民委员会或乡镇人民政府反映。电话:            。</p>\n");
        await html.WriteAsync($"<div class=\"seal\"><p>{Text(committee)}(公章)</p><p>    年  月  日</p></div></section>\n");
    }

    // The statistical name of a village is that of its committee, shortened: 大滩村委会, 城关社区居委会.
    internal static (string Village, string Committee) Committee(string name)
    {
        foreach (var (ending, full) in new[] { ("村民委员会", "村民委员会"), ("村委会", "村民委员会"), ("居民委员会", "居民委员会"), ("居委会", "居民委员会") })
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                var place = name[..^ending.Length];
                place = ending[0] == '村' && !place.EndsWith('村') ? place + "村" : place;
                return (place, place + full);
            }
        }

        return (name, name + "村民委员会");
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
