using System.CommandLine;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Accounts, from the machine itself: how the first administrator comes to be.</summary>
internal static class UserVerb
{
    private static readonly Argument<string> Name = new("NAME") { Description = "user name" };

    private static readonly Option<string> Role = new("--role") { Description = string.Join(", ", Roles.All.Keys), HelpName = "ROLE", Required = true };

    private static readonly Option<string?> Region = new("--region") { Description = "where the role holds: a region code of 2, 4, 6, 9 or 12 digits", HelpName = "CODE", Required = true };

    private static readonly Option<string?> Display = new("--name") { Description = "the person's name as records show it", HelpName = "NAME" };

    private static readonly Option<FileInfo?> PasswordFile = new("--password-file") { Description = "first line is the password; else a random one is made and printed once", HelpName = "FILE" };

    private static readonly Option<bool> SecondFactor = new("--second-factor") { Description = "take the second factor from the account too: phone and paper codes are lost" };

    public static Command Build() => new("user", "accounts")
    {
        new Command("add", "make an account") { Name, Role, Region, Display, PasswordFile, CommonOptions.Database, CommonOptions.Keys }.Runs(AddAsync),
        new Command("list", "all accounts") { CommonOptions.Database, CommonOptions.Keys }.Runs(ListAsync),
        new Command("disable", "end an account's sessions and refuse it from now on") { Name, CommonOptions.Database, CommonOptions.Keys }
            .Runs((run, cancellation) => SetAsync(run, true, cancellation)),
        new Command("enable", "let a disabled account in again") { Name, CommonOptions.Database, CommonOptions.Keys }
            .Runs((run, cancellation) => SetAsync(run, false, cancellation)),
        new Command("reset", "a password for one sign-in, printed once; the only way for an administrator's account")
            { Name, SecondFactor, CommonOptions.Database, CommonOptions.Keys }.Runs(ResetAsync),
        new Command("confirm", "confirm roles that wait for a second administrator, where there is none")
            { Name, CommonOptions.Database, CommonOptions.Keys }.Runs(ConfirmAsync),
    };

    private static async Task<Outcome> AddAsync(Invocation run, CancellationToken ct)
    {
        var region = run.RegionOf(Region) ?? RegionCode.Nation;
        var given = run.Get(PasswordFile) is { } file ? (await File.ReadAllLinesAsync(file.FullName, ct)).FirstOrDefault() ?? "" : null;
        var password = given ?? UserAdmin.RandomPassword();
        await using var services = await run.OpenSystemAsync(ct);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var name = run.Get(Name)!;
        var user = await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync(name, run.Get(Display) ?? name, run.Get(Role)!, region, password, oneTime: given is null, ct: ct);
        return new Outcome(
            new { user.Id, user.UserName, user.Name, user.Roles, password = given is null ? password : null },
            terminal =>
            {
                run.Tell(new LocalText($"已建立账号 {user.UserName}。", $"The account {user.UserName} was made."));
                if (given is null)
                {
                    run.Tell(new LocalText($"初始密码(仅显示一次):{password}", $"First password (shown only now): {password}"));
                }
            });
    }

    private static async Task<Outcome> ListAsync(Invocation run, CancellationToken ct)
    {
        await using var services = await run.OpenSystemAsync(ct);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var users = await scope.ServiceProvider.GetRequiredService<UserAdmin>().ListAsync(ct);
        return new Outcome(new { users }, terminal =>
        {
            var table = new Table().AddColumns(
                run.Say(new LocalText("用户名", "user")), run.Say(new LocalText("姓名", "name")), run.Say(new LocalText("角色", "roles")), run.Say(new LocalText("状态", "state")));
            foreach (var user in users)
            {
                table.AddRow(
                    Markup.Escape(user.UserName), Markup.Escape(user.Name), string.Join(", ", user.Roles.Select(r => $"{r.Role} {r.Region}")),
                    run.Say(user.Disabled ? new LocalText("停用", "disabled") : user.LockedOut ? new LocalText("锁定", "locked") : new LocalText("正常", "active")));
            }

            terminal.Write(table);
        });
    }

    private static async Task<Outcome> SetAsync(Invocation run, bool disabled, CancellationToken ct)
    {
        await using var services = await run.OpenSystemAsync(ct);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var (admin, user) = await FindAsync(run, scope.ServiceProvider, ct);
        await admin.SetDisabledAsync(user.Id, disabled, ct);
        return new Outcome(new { user.Id, user.UserName, disabled }, _ => run.Tell(disabled
            ? new LocalText($"账号 {user.UserName} 已停用。", $"The account {user.UserName} is disabled.")
            : new LocalText($"账号 {user.UserName} 已启用。", $"The account {user.UserName} is enabled.")));
    }

    private static async Task<Outcome> ResetAsync(Invocation run, CancellationToken ct)
    {
        await using var services = await run.OpenSystemAsync(ct);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var (admin, user) = await FindAsync(run, scope.ServiceProvider, ct);
        var password = await admin.ResetAsync(user.Id, run.Get(SecondFactor), ct);
        return new Outcome(new { user.Id, user.UserName, password }, _ => run.Tell(new LocalText(
            $"{user.UserName} 的一次性密码(仅显示一次):{password}", $"One-time password of {user.UserName} (shown only now): {password}")));
    }

    private static async Task<Outcome> ConfirmAsync(Invocation run, CancellationToken ct)
    {
        await using var services = await run.OpenSystemAsync(ct);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var (admin, user) = await FindAsync(run, scope.ServiceProvider, ct);
        var pending = user.Grants.Where(g => g.State == "pending").ToList();
        foreach (var grant in pending)
        {
            await admin.ConfirmAsync(user.Id, grant.Id, ct);
        }

        return new Outcome(new { user.Id, user.UserName, confirmed = pending.Count }, _ => run.Tell(new LocalText(
            $"已确认 {user.UserName} 的 {pending.Count} 项授权。", $"Confirmed {pending.Count} roles of {user.UserName}.")));
    }

    private static async Task<(UserAdmin Admin, UserAccount User)> FindAsync(Invocation run, IServiceProvider scope, CancellationToken ct)
    {
        var admin = scope.GetRequiredService<UserAdmin>();
        var name = run.Get(Name)!;
        var user = (await admin.ListAsync(ct)).FirstOrDefault(u => string.Equals(u.UserName, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new VerbException("no-such-user", new LocalText($"没有用户 “{name}”。", $"There is no user “{name}”."));
        return (admin, user);
    }
}
