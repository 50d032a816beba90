using System.Text.RegularExpressions;
using Fuyao.App;
using Fuyao.Kernel.Problems;
using Fuyao.Testing;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

public class ConfigurationTests
{
    [Fact]
    public void Every_setting_is_documented_and_every_documented_setting_exists()
    {
        var guide = File.ReadAllText(Repository.Path("docs", "guide", "configuration.md"));
        var documented = Regex.Matches(guide, @"^\| `([\w:]+)` \|", RegexOptions.Multiline).Select(m => m.Groups[1].Value);
        documented.Order().ShouldBe(Keys(typeof(FuyaoSettings)).Order());
    }

    [Fact]
    public void Settings_that_cannot_work_are_refused_all_at_once()
    {
        var wrong = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Server:Urls", "everywhere"), new("Server:MaxUploadMiB", "0"), new("Jobs:Threads", "1000")]).Build();
        var problems = Should.Throw<ProblemException>(() => FuyaoSettings.Read(wrong)).Problems;
        problems.Select(p => p.Path).ShouldBe(["Server:Urls", "Server:MaxUploadMiB", "Jobs:Threads"], ignoreOrder: true);
    }

    [Fact]
    public void A_setting_of_another_type_is_refused()
    {
        var wrong = new ConfigurationBuilder().AddInMemoryCollection([new("Jobs:Run", "perhaps")]).Build();
        Should.Throw<ProblemException>(() => FuyaoSettings.Read(wrong)).Message.ShouldContain("Jobs:Run");
    }

    [Fact]
    public void Without_any_setting_the_defaults_work() =>
        FuyaoSettings.Read(new ConfigurationBuilder().Build()).Database.Connection.ShouldBe("data/fuyao.db");

    private static IEnumerable<string> Keys(Type settings, string prefix = "") => settings.GetProperties().SelectMany(property =>
        property.PropertyType.IsClass && property.PropertyType != typeof(string)
            ? Keys(property.PropertyType, $"{prefix}{property.Name}:")
            : [prefix + property.Name]);
}
