using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fuyao.App;
using Fuyao.Cli.Verbs;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Spectre.Console;

namespace Fuyao.Cli;

/// <summary>
/// Parses the words, runs the verb, and writes what came of it. Exit codes: 0 done; 1 done but with findings;
/// 2 wrong usage or unreadable input.
/// </summary>
internal static class CommandLine
{
    public static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        // Known before parsing, so that a usage error keeps the promises of --json and --lang too.
        var words = args.TakeWhile(a => a != "--").ToList();
        var json = words.Contains("--json");
        var language = CommonOptions.LanguageOf(words);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language == "zh" ? "zh-CN" : "en");
        try
        {
            var root = VerbList.Root();
            RefuseUnknownVerb(root, words);
            // A FEEL argument may begin with @ (@"2016-05-01"): it is text, not the name of a response file.
            var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
            {
                throw Usage(parsed);
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancellation);
        }
        catch (Exception exception)
        {
            return Report(exception, json, language, output, error);
        }
    }

    /// <summary>Makes a command out of a verb's work.</summary>
    public static Command Runs(this Command command, Func<Invocation, CancellationToken, Task<Outcome>> work)
    {
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(parsed.InvocationConfiguration.Error) });
            var invocation = new Invocation(parsed, parsed.GetValue(CommonOptions.Json), parsed.GetValue(CommonOptions.Language)!, terminal);
            var outcome = await work(invocation, cancellation);
            if (!invocation.Json)
            {
                outcome.Human?.Invoke(terminal);
            }
            else if (outcome.Json is not null)
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(outcome.Json, JsonOptions));
            }

            return outcome.Findings ? 1 : 0;
        });
        return command;
    }

    private static void RefuseUnknownVerb(RootCommand root, List<string> words)
    {
        var verb = words.FirstOrDefault(w => !w.StartsWith('-') && w is not ("zh" or "en"));
        var known = root.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
        if (verb is null || root.Subcommands.Any(c => c.Name == verb))
        {
            if (verb is null && !words.Any(w => w is "--help" or "-h" or "-?" or "--version"))
            {
                throw new VerbException("no-verb", new LocalText(
                    $"请指明要做什么:{string.Join("、", known)}。用 ./fuyao help 查看说明。",
                    $"Say what to do: {string.Join(", ", known)}. `./fuyao help` explains them."));
            }

            return;
        }

        var near = Suggestion.Near(verb, known);
        throw new VerbException("unknown-verb", near.Count > 0
            ? new LocalText($"没有 “{verb}” 这个命令。您是否要用:{string.Join("、", near)}?", $"There is no verb “{verb}”. Did you mean {string.Join(" or ", near)}?")
            : new LocalText(
                $"没有 “{verb}” 这个命令。可用的命令:{string.Join("、", known)}。",
                $"There is no verb “{verb}”. The verbs are {string.Join(", ", known)}."));
    }

    private static VerbException Usage(ParseResult parsed)
    {
        var verb = string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().Where(c => c is not RootCommand)
            .Select(c => c.Name).Append(parsed.CommandResult.Command.Name));
        var errors = string.Join(" ", parsed.Errors.Select(e => e.Message));
        return new VerbException("usage", new LocalText(
            $"{errors} 用 ./fuyao {verb} --help 查看用法。", $"{errors} `./fuyao {verb} --help` shows the usage."));
    }

    private static int Report(Exception exception, bool json, string language, TextWriter output, TextWriter error)
    {
        var members = new Dictionary<string, object?>();
        switch (exception)
        {
            case VerbException wrong:
                (members["code"], members["message"]) = (wrong.Code, wrong.Text.In(language));
                foreach (var (name, value) in wrong.More ?? new Dictionary<string, object?>())
                {
                    members[name] = value;
                }

                break;
            case ProblemException { Problems: var problems }:
                var lines = problems.Select(p => p.Path is null ? p.Text.In(language) : $"{p.Path}: {p.Text.In(language)}");
                (members["code"], members["message"]) = (problems[0].Code, string.Join(Environment.NewLine, lines));
                members["problems"] = problems.Select(p => new { p.Code, Message = p.Text.In(language), p.Path }).ToList();
                break;
            case OperationCanceledException:
                (members["code"], members["message"]) = ("cancelled", new LocalText("已取消。", "Cancelled.").In(language));
                break;
            case Exception when Ground.Explain(exception) is { } ground:
                (members["code"], members["message"]) = (ground.Code, ground.Text.In(language));
                break;
            case IOException:
                (members["code"], members["message"]) = ("unreadable", exception.Message);
                break;
            default:
                (members["code"], members["message"]) = ("internal-error", $"{exception.GetType().Name}: {exception.Message}");
                break;
        }

        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { error = members }, JsonOptions));
        }

        if (!json || Environment.GetEnvironmentVariable("FUYAO_DEBUG") is not null)
        {
            error.WriteLine(Environment.GetEnvironmentVariable("FUYAO_DEBUG") is null ? $"fuyao: {members["message"]}" : exception.ToString());
        }

        return 2;
    }
}
