using System.Text.RegularExpressions;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Shouldly;
using Xunit;

namespace Fuyao.Feel.Tests.Tck;

/// <summary>The kit's own expressions, damaged at random: whatever comes of it, it is a value or an error with a place.</summary>
public class Mutations
{
    [Fact]
    public void Damaged_expressions_never_crash_or_run_away()
    {
        var texts = Kit.Files.Where(f => f.Name.EndsWith(".dmn", StringComparison.Ordinal))
            .SelectMany(f => Regex.Matches(System.Text.Encoding.UTF8.GetString(f.Content), "<text>(.*?)</text>", RegexOptions.Singleline))
            .Select(m => System.Net.WebUtility.HtmlDecode(m.Groups[1].Value)).Distinct().ToArray();
        texts.Length.ShouldBeGreaterThan(2000);
        var random = new Random(610729);
        var options = new FeelOptions { Limits = new FeelLimits(Steps: 20_000, Items: 20_000) };
        // The same on every machine: a fast one must not find what a slow one never tried.
        for (var tried = 1; tried <= 20_000; tried++)
        {
            var text = Damage(texts[random.Next(texts.Length)], texts, random);
            var result = FeelExpression.Compile(text, FeelScope.Empty, options with { Mode = tried % 4 == 0 ? FeelMode.Strict : FeelMode.Standard });
            foreach (var problem in result.Problems)
                problem.Position.Offset.ShouldBeInRange(0, text.Length, text);
            if (result.Compiled is { } compiled)
                _ = compiled.Evaluate(FeelContext.Empty).Value.ToString();
            else
                result.Errors.ShouldNotBeEmpty(text);
        }
    }

    private static string Damage(string text, string[] others, Random random)
    {
        for (var n = random.Next(1, 4); n > 0 && text.Length > 0; n--)
        {
            var at = random.Next(text.Length);
            var length = random.Next(1, Math.Min(6, text.Length - at + 1));
            var other = others[random.Next(others.Length)];
            text = random.Next(5) switch
            {
                0 => text.Remove(at, Math.Min(length, text.Length - at)),
                1 => text.Insert(at, "()[]{}\",.:-+*/<>=? 09"[random.Next(21)].ToString()),
                2 => text.Insert(at, text.Substring(at, Math.Min(length, text.Length - at))),
                3 => text.Insert(at, other[..Math.Min(other.Length, 40)]),
                _ => string.Concat(text.AsSpan(0, at), ((char)random.Next(32, 0x3000)).ToString(), text.AsSpan(at + 1)),
            };
        }
        return text;
    }
}
