using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>A clerk's day with the records of places: the yearly update and the village book.</summary>
public sealed class RecordWalkTests(OfficeFixture office)
{
    [Fact]
    public async Task A_village_s_year_is_filled_in_with_drafts_and_its_book_is_printed()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync("villages");
        await visitor.CheckAccessAsync("villages");
        await page.Locator("tbody tr").First.GetByRole(AriaRole.Link, new() { Name = "填报" }).ClickAsync();
        await page.Locator("#year-households").FillAsync("210");
        await page.Locator("#year-unsafe_water_households").FillAsync("300");
        await page.GetByText("不能多于总户数(210)").WaitForAsync();
        await page.GetByText("草稿已存").WaitForAsync();
        await page.ReloadAsync();
        // The draft is on the server.
        await Assertions.Expect(page.Locator("#year-households")).ToHaveValueAsync("210");
        await page.Locator("#year-unsafe_water_households").FillAsync("3");

        // What nobody asked is said to be unknown; nothing is left out in silence.
        foreach (var box in await page.Locator(".year-sheet tr:has(label > span) input[type=checkbox]").AllAsync())
        {
            var answer = box.Locator("xpath=ancestor::td").Locator("input[type=text], .ant-select-content-has-value");
            if (await answer.CountAsync() == 0 || await answer.First.InputValueAsync() is "")
            {
                await box.CheckAsync();
            }
        }

        await visitor.ShootAsync("year-sheet");
        await visitor.CheckAccessAsync("year sheet");
        await visitor.Button("提 交").Or(visitor.Button("提交")).ClickAsync();
        await visitor.Heading("年度数据").WaitForAsync();
        await Assertions.Expect(page.Locator("#year-households")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Rowheader, new() { Name = "未实现饮水安全户数" }).WaitForAsync();
        await visitor.ShootAsync("village");
        await visitor.CheckAccessAsync("village");
        await page.GetByRole(AriaRole.Link, new() { Name = "打印一村一册" }).ClickAsync();
        await page.Locator(".book-cover").WaitForAsync();
        await visitor.SettleAsync();
        var parts = await page.Locator(".book h2").AllInnerTextsAsync();
        // Groups are a part as soon as a household of the village names one.
        parts.Select(p => p[2..]).Where(p => p != "村民小组").ShouldBe(["基本情况", "年度数据", "建档立卡户", "经营主体和单位", "部门补助"], ignoreOrder: false);
        parts.Select(p => p[0]).ShouldBe("一二三四五六".Take(parts.Count), ignoreOrder: false, "parts are numbered as they come");
        await Assertions.Expect(page.Locator(".paper-bar button")).ToBeEnabledAsync();
        // The button fades from disabled to its own colours.
        await page.WaitForFunctionAsync("() => document.getAnimations().length === 0");
        await visitor.CheckAccessAsync("village book");
        visitor.ShouldHaveNoComplaints("the yearly update");
    }

    [Theory]
    [InlineData("organisations", "zh")]
    [InlineData("received", "en")]
    [InlineData("quotas", "en")]
    public async Task The_other_screens_of_records_open_without_a_complaint(string path, string language)
    {
        foreach (var phone in new[] { false, true })
        {
            await using var visitor = await office.OpenAsync(phone, language);
            await visitor.SignInAsync("clerk");
            await visitor.GoAsync(path);
            await visitor.ShootAsync(path);
            await visitor.CheckAccessAsync(path);
            visitor.ShouldHaveNoComplaints(path);
        }
    }
}
