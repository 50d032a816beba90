using System.CommandLine;
using System.Text.Json;
using Fuyao.Feel;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Text;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Evaluates one FEEL expression with the standard's semantics.</summary>
internal static class FeelVerb
{
    private static readonly Argument<string> Expression = new("expression") { Description = "a FEEL expression, such as 'sum([1, 2]) > 2'", HelpName = "EXPR" };

    private static readonly Option<string?> Context = new("--context") { Description = "variables as a JSON object", HelpName = "JSON" };

    public static Command Build() => new Command("feel", "evaluate one FEEL expression") { Expression, Context }.Runs((run, _) =>
    {
        var input = run.Get(Context) is { } json ? ReadObject(json, "--context") : FeelContext.Empty;
        var scope = new FeelScope(input.Entries.Select(e => new FeelMember(e.Key, FeelType.Of(e.Value))));
        var compiled = FeelExpression.Compile(run.Get(Expression), scope, new FeelOptions { Clock = TimeProvider.System });
        if (compiled.Compiled is not { } expression)
        {
            throw Refusal(compiled.Errors);
        }

        var result = expression.Evaluate(input);
        var problems = compiled.Problems.Concat(result.Problems).ToList();
        return Task.FromResult(new Outcome(
            new Dictionary<string, object?> { ["value"] = FeelJson.Write(result.Value), ["type"] = FeelType.Of(result.Value).Kind.Name(), ["problems"] = problems.Select(Document) },
            terminal =>
            {
                terminal.WriteLine(result.Value.ToString());
                foreach (var problem in problems)
                {
                    run.Tell(new LocalText(problem.Zh, problem.En));
                }
            }));
    });

    internal static FeelContext ReadObject(string json, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return FeelJson.Context(document.RootElement);
            }
        }
        catch (JsonException)
        {
            // Told below, in both languages.
        }

        throw new VerbException("bad-json", new LocalText($"{what} 应为 JSON 对象,例如 {{\"age\": 74}}。", $"{what} must be a JSON object, such as {{\"age\": 74}}."));
    }

    internal static object Document(FeelProblem problem) => new
    {
        problem.Code,
        Message = problem.En,
        MessageZh = problem.Zh,
        problem.Suggestion,
        problem.Part,
        Position = new { problem.Position.Offset, problem.Position.Length, problem.Position.Line, problem.Position.Column },
    };

    /// <summary>All errors of a text at once; the position is that of the first.</summary>
    private static VerbException Refusal(IEnumerable<FeelProblem> errors)
    {
        var all = errors.ToList();
        var first = all[0].Position;
        return new VerbException(
            all[0].Code,
            new LocalText(
                string.Join(Environment.NewLine, all.Select(e => $"第 {e.Position.Line} 行第 {e.Position.Column} 列:{e.Zh}")),
                string.Join(Environment.NewLine, all.Select(e => $"{e.Position.Line}:{e.Position.Column} {e.En}"))),
            new Dictionary<string, object?>
            {
                ["position"] = new { first.Offset, first.Length, first.Line, first.Column },
                ["errors"] = all.Select(Document).ToList(),
            });
    }

    /// <summary>The name of a type in the standard.</summary>
    private static string Name(this FeelTypeKind kind) => kind switch
    {
        FeelTypeKind.DateTime => "date and time",
        FeelTypeKind.DaysTime => "days and time duration",
        FeelTypeKind.YearsMonths => "years and months duration",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
