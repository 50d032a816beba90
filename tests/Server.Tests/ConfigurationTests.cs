using Fuyao.App;
using Fuyao.App.Settings;
using Fuyao.Kernel.Problems;
using Fuyao.Testing;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

public class ConfigurationTests
{
    [Theory]
    [InlineData("zh", "configuration.zh-CN.md")]
    [InlineData("en", "configuration.md")]
    public void The_reference_page_is_what_the_settings_say_of_themselves(string language, string file)
    {
        var path = Repository.Path("docs", "guide", file);
        if (Environment.GetEnvironmentVariable("FUYAO_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, SettingsReference.Page(language));
        }

        File.ReadAllText(path).ShouldBe(SettingsReference.Page(language), "run this test with FUYAO_WRITE_DOCS=1 and commit the file");
    }

    [Fact]
    public void A_key_that_is_no_setting_is_refused_with_what_was_probably_meant()
    {
        var wrong = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Server:Url", "http://127.0.0.1:1"), new("Datbase:Connection", "x.db"), new("Wholly:Else", "1"), new("TEST_POSTGRES", "a variable of the tests")]).Build();
        var problems = Should.Throw<ProblemException>(() => FuyaoSettings.Read(wrong)).Problems;
        problems.Select(p => p.Path).ShouldBe(["Datbase:Connection", "Server:Url", "Wholly:Else"]);
        problems[0].Text.En.ShouldContain("“Database:Connection”");
        problems[1].Text.En.ShouldContain("“Server:Urls”");
    }

    [Fact]
    public void Values_in_force_are_listed_and_what_was_set_is_marked()
    {
        var settings = SettingsReference.List(new ConfigurationBuilder().AddInMemoryCollection([new("jobs:threads", "7")]).Build());
        settings.Single(s => s.Key == "Jobs:Threads").ShouldSatisfyAllConditions(s => s.Value.ShouldBe("7"), s => s.Set.ShouldBeTrue(), s => s.Default.En.ShouldBe("2"));
        settings.Single(s => s.Key == "Jobs:Run").Set.ShouldBeFalse();
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
}
