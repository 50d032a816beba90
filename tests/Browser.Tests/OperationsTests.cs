using Fuyao.Access.Contracts;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

public sealed class OperationsTests(OfficeFixture office)
{
    [Theory]
    [InlineData(false, "zh")]
    [InlineData(true, "zh")]
    [InlineData(false, "en")]
    public async Task The_administrator_makes_a_backup_and_sees_it_restored_for_practice(bool phone, string language)
    {
        var name = $"keeper-{phone}-{language}";
        await office.AddAsync(name, "李运维", Roles.Administrator);
        await using var visitor = await office.OpenAsync(phone, language);
        await visitor.SignInAsync(name);
        await visitor.GoAsync("operations");
        await visitor.Button(language == "zh" ? "立即备份" : "Back up now").ClickAsync();
        await visitor.Page.GetByText(language == "zh" ? "备份完成并已核验" : "The backup was made and verified").WaitForAsync(new LocatorWaitForOptions { Timeout = 180_000 });
        await visitor.Page.Locator("table tbody tr").First.WaitForAsync();
        await visitor.CheckAccessAsync("operations");
        await visitor.ShootAsync($"operations{(language == "zh" ? "" : "-" + language)}");
        (await visitor.Page.Locator("main").InnerTextAsync()).ShouldNotContain(language == "zh" ? "很久没有做过恢复演练" : "no backup has been restored for practice");
    }
}
