using System.CommandLine;
using Fuyao.Server;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Writes the OpenAPI document, from which the web's client is generated.</summary>
internal static class OpenApiVerb
{
    private static readonly Argument<FileInfo> Output = new("OUT") { Description = "file to write" };

    public static Command Build() => new Command("openapi", "write the API's OpenAPI document, without starting the server") { Output }
        .Runs(async (run, cancellation) =>
        {
            var file = run.Get(Output);
            var text = new StringWriter();
            await ApiDocument.WriteAsync(run.Configuration(), text, cancellation);
            file.Directory?.Create();
            await File.WriteAllTextAsync(file.FullName, text.ToString(), cancellation);
            return new Outcome(Json: new { file = file.FullName }, Human: terminal => terminal.WriteLine(file.FullName));
        });
}
