using System.Text.RegularExpressions;
using Fuyao.Access.Contracts;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Fuyao.Browser.Tests;

/// <summary>Signing in with more than a password, and the screens of accounts, against the real server.</summary>
public sealed class AccessTests(OfficeFixture office)
{
    [Fact]
    public async Task With_the_authenticator_app_the_second_step_is_asked_for_and_a_code_from_paper_helps_once()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("two-step");
        await visitor.GoAsync("account");
        await visitor.CheckAccessAsync("account");
        await visitor.ShootAsync("account");
        await visitor.Button("启用验证器应用").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("请再输入一次密码").FillAsync(OfficeFixture.Password);
        await page.Keyboard.PressAsync("Enter");
        await dialog.GetByAltText("验证器二维码").WaitForAsync();
        await visitor.ShootAsync("account-totp");
        var secret = (await dialog.Locator("code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await dialog.GetByLabel("验证码").FillAsync(TotpOf(secret));
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("请保存恢复码").WaitForAsync();
        var paper = await page.Locator(".paper-codes li").AllInnerTextsAsync();
        paper.Count.ShouldBe(10);
        await visitor.ShootAsync("account-codes");
        await visitor.CheckAccessAsync("recovery codes");
        visitor.ShouldHaveNoComplaints("the account");

        await using var again = await office.OpenAsync();
        await again.Page.GotoAsync("./");
        await again.Page.Locator("#user").FillAsync("two-step");
        await again.Page.Locator("#password").FillAsync(OfficeFixture.Password);
        await again.Page.Locator("button[type=submit]").ClickAsync();
        await again.Page.Locator("#code").WaitForAsync();
        await again.CheckAccessAsync("second step");
        await again.ShootAsync("sign-in-second");
        await again.Button("手机不在身边?用恢复码").ClickAsync();
        await again.Page.Locator("#code").FillAsync(paper[0]);
        await again.Page.Keyboard.PressAsync("Enter");
        await again.Page.Locator("main#main").WaitForAsync();
    }

    [Fact]
    public async Task A_passkey_signs_in_without_a_password()
    {
        // From then on its owner needs a second step: an account of this test's own.
        await office.AddAsync("passkey", "何密钥", Roles.Approver);
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        // A passkey belongs to a name, not to a number.
        var home = new UriBuilder(office.Address) { Host = "localhost", Path = "/office/" }.Uri.ToString();
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await page.GotoAsync(home);
        await page.Locator("#user").FillAsync("passkey");
        await page.Locator("#password").FillAsync(OfficeFixture.Password);
        await page.Locator("button[type=submit]").ClickAsync();
        await page.Locator("main#main").WaitForAsync();
        await page.GotoAsync(home + "account");
        await visitor.Button("添加通行密钥").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("请再输入一次密码").FillAsync(OfficeFixture.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("请保存恢复码").WaitForAsync();
        await visitor.Button("我已保存好").ClickAsync();

        await visitor.Button("账户").ClickAsync();
        await visitor.Button("退出登录").ClickAsync();
        await page.Locator("#user").WaitForAsync();
        await visitor.Button("用通行密钥登录").ClickAsync();
        await page.Locator("main#main").WaitForAsync();
        await Assertions.Expect(page.Locator(".person-name")).ToHaveTextAsync("何密钥", new() { UseInnerText = true });
    }

    [Fact]
    public async Task An_administrator_makes_an_account_and_its_owner_chooses_a_password_of_their_own()
    {
        await using var admin = await office.OpenAsync();
        await admin.SignInAsync("admin");
        await admin.GoAsync("users");
        await admin.CheckAccessAsync("users");
        await admin.ShootAsync("users");
        await admin.Button("新增用户").ClickAsync();
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("用户名").FillAsync("newcomer");
        await dialog.GetByLabel("姓名").FillAsync("冯新来");
        await dialog.GetByLabel("角色").ClickAsync();
        await admin.Page.GetByTitle("县级业务员", new() { Exact = true }).ClickAsync();
        await admin.ShootAsync("user-new");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "新增用户" }).ClickAsync();
        await dialog.GetByText("一次性密码").First.WaitForAsync();
        var password = await dialog.Locator("code").InnerTextAsync();
        await admin.ShootAsync("user-one-time");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "已告知" }).ClickAsync();
        await admin.Page.GetByText("冯新来").First.ClickAsync();
        await admin.Page.GetByText("增加角色").First.WaitForAsync();
        await admin.CheckAccessAsync("one user");
        await admin.ShootAsync("user");
        admin.ShouldHaveNoComplaints("users");

        await using var newcomer = await office.OpenAsync();
        await newcomer.Page.GotoAsync("./");
        await newcomer.Page.Locator("#user").FillAsync("newcomer");
        await newcomer.Page.Locator("#password").FillAsync(password);
        await newcomer.Page.Locator("button[type=submit]").ClickAsync();
        await newcomer.Page.GetByText("请设置自己的密码").WaitForAsync();
        await newcomer.CheckAccessAsync("duty");
        await newcomer.ShootAsync("duty");
        await newcomer.Page.Locator("#old-password").FillAsync(password);
        await newcomer.Page.Locator("#new-password").FillAsync("我自己的一个长密码");
        await newcomer.Page.Locator("#new-password-again").FillAsync("我自己的一个长密码x");
        await newcomer.Page.Locator("button[type=submit]").ClickAsync();
        await newcomer.Page.GetByRole(AriaRole.Alert).First.WaitForAsync();
        await newcomer.Page.Locator("#new-password").FillAsync("我自己的一个很长的密码");
        await newcomer.Page.Locator("#new-password-again").FillAsync("我自己的一个很长的密码");
        await newcomer.Page.Locator("button[type=submit]").ClickAsync();
        await newcomer.Page.Locator("main#main").WaitForAsync();
    }

    [Fact]
    public async Task A_session_ended_elsewhere_leaves_what_was_typed_on_the_screen()
    {
        await using var visitor = await office.OpenAsync();
        var page = visitor.Page;
        await visitor.SignInAsync("finance");
        await visitor.GoAsync("account");
        await page.Locator("#new-password").FillAsync("half a thought");
        await page.Context.ClearCookiesAsync();
        await visitor.Button("退出该登录").Or(page.Locator("#old-password")).First.FocusAsync();
        await page.EvaluateAsync("() => fetch('/api/account')");
        await page.Locator("#old-password").FillAsync("x");
        await page.Locator("#new-password-again").FillAsync("half a thought");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("登录已失效").First.WaitForAsync();
        await visitor.ShootAsync("sign-in-again");
        await page.Locator("#user").FillAsync("finance");
        await page.Locator("#password").FillAsync(OfficeFixture.Password);
        await page.Locator(".signin-over button[type=submit]").ClickAsync();
        await page.Locator(".signin-over").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Assertions.Expect(page.Locator("#new-password")).ToHaveValueAsync("half a thought");
    }

    [Fact]
    public async Task A_household_gets_its_record_of_access_on_paper()
    {
        await using var visitor = await office.OpenAsync();
        await visitor.SignInAsync("clerk");
        await visitor.GoAsync($"households/{office.Households["61072910120001"]}");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "查阅记录" }).ClickAsync();
        await visitor.Page.WaitForURLAsync(new Regex("access-record"));
        await visitor.Page.GetByText("查看您家的登记信息").First.WaitForAsync();
        await Assertions.Expect(visitor.Page.Locator("table")).ToContainTextAsync("张**", new() { UseInnerText = true });
        await visitor.ShootAsync("access-record");
        await visitor.CheckAccessAsync("record of access");
        visitor.ShouldHaveNoComplaints("record of access");
    }

    // The app on the phone: RFC 6238 from the secret as it is spelled on the screen.
    private static string TotpOf(string secret)
    {
        var bits = string.Concat(secret.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        byte[] key = [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
        var counter = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(counter, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // as the standard says
        var hash = System.Security.Cryptography.HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }
}
