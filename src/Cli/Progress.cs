using System.CommandLine;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Spectre.Console;

namespace Fuyao.Cli;

/// <summary>What verbs over the register have in common: their place and their progress line.</summary>
internal static class Progress
{
    /// <summary>Runs the work behind a status line that the work may change; silent under <c>--json</c> and without a terminal.</summary>
    public static async Task<T> WatchAsync<T>(this Invocation run, LocalText title, Func<Action<LocalText>, Task<T>> work)
    {
        if (run.Json || !run.Terminal.Profile.Capabilities.Interactive)
        {
            return await work(_ => { });
        }

        return await run.Terminal.Status().StartAsync(
            Markup.Escape(run.Say(title)), status => work(text => status.Status(Markup.Escape($"{run.Say(title)} {run.Say(text)}"))));
    }

    /// <summary>The place that an option names, or null without it.</summary>
    /// <exception cref="VerbException"><c>bad-region</c>: not 2, 4, 6, 9 or 12 digits.</exception>
    public static RegionCode? RegionOf(this Invocation run, Option<string?> option) => run.Get(option) is not { Length: > 0 } text ? null
        : RegionCode.TryParse(text, out var code) ? code
        : throw new VerbException("bad-region", new LocalText($"“{text}” 不是行政区划代码:应为 2、4、6、9 或 12 位数字。", $"'{text}' is not a region code of 2, 4, 6, 9 or 12 digits."));
}
