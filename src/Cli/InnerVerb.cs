using System.Text.Json.Nodes;
using Fuyao.Kernel.Text;

namespace Fuyao.Cli;

/// <summary>Runs a verb inside another, exactly as it could be typed, and reads its document.</summary>
internal static class InnerVerb
{
    /// <summary>The verb's JSON document; findings (exit code 1) are for the caller to judge.</summary>
    /// <exception cref="VerbException">The verb ended with an error: the same code and message.</exception>
    public static async Task<JsonNode> RunAsync(string[] words, string language, CancellationToken ct)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await CommandLine.RunAsync([.. words, "--json", "--lang", language], output, error, ct);
        var document = output.ToString() is { Length: > 0 } text ? JsonNode.Parse(text)! : new JsonObject();
        if (exit != 2)
        {
            return document;
        }

        var message = document["error"]?["message"]?.GetValue<string>() ?? error.ToString();
        throw new VerbException(
            document["error"]?["code"]?.GetValue<string>() ?? "failed", new LocalText($"{words[0]} 未完成:{message}", $"{words[0]} did not succeed: {message}"));
    }
}
