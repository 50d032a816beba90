using System.Diagnostics;
using System.Text.Json;
using Fuyao.Benefits.Runs;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Fuyao.Benefits.Tests;

public class KillTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task Killed_again_and_again_the_run_ends_with_every_award_once_and_none_lost(DbEngine engine)
    {
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "Fuyao.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "fuyao.dll");
        Assert.SkipUnless(File.Exists(program), "the command line is not built: run ./fuyao test");
        await using var whole = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(whole.Services, County.Many(1200, townships: 40, seed: 12));
        var expected = await whole.RunAsync(County.MayRun);

        await using var killed = await TestSystem.CreateAsync(engine);
        await Register.AddAsync(killed.Services, County.Many(1200, townships: 40, seed: 12));
        var unfinished = 0;
        for (var parts = 1; parts < 8; parts += 2)
        {
            using var run = Start(program, killed);
            while (!run.HasExited && await DoneAsync(killed) < expected.Households * parts / 8)
            {
                await Task.Delay(1, Ct);
            }

            run.Kill(entireProcessTree: true);
            await run.WaitForExitAsync(Ct);
            unfinished += await DoneAsync(killed) < expected.Households ? 1 : 0;
        }

        unfinished.ShouldBeGreaterThan(0, "no kill came in time");
        using var last = Start(program, killed);
        var output = await last.StandardOutput.ReadToEndAsync(Ct);
        await last.WaitForExitAsync(Ct);
        last.ExitCode.ShouldBe(0, output);
        var answer = JsonDocument.Parse(output).RootElement;
        answer.GetProperty("awards").GetInt32().ShouldBe(expected.Awards);
        answer.GetProperty("amount").GetString().ShouldBe(expected.Amount.ToString());
        (await AwardsAsync(killed)).ShouldBe(await AwardsAsync(whole));
    }

    private static Process Start(string program, TestSystem system)
    {
        var start = new ProcessStartInfo("dotnet", [program, "run", "--pack", "liuba-2015", "--period", "2016-05", "--db", system.Database.Target.SqlitePath ?? system.Database.Target.ConnectionString,
            "--keys", Path.Combine(system.Database.Folder, "test.keys"), "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = system.Database.Folder,
        };
        start.Environment["FUYAO_HOME"] = Repository.Root;
        start.Environment["FUYAO_DATABASE__OWNER"] = system.Database.Target.OwnerConnectionString;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static Task<int> DoneAsync(TestSystem system) => system.ReadAsync(db => db.Set<Run>().Select(r => r.Households).FirstOrDefaultAsync(Ct));

    private static async Task<string> AwardsAsync(TestSystem system) =>
        string.Join('\n', (await system.ReadAsync(db => db.Set<Award>().Select(a => new { a.HouseholdNumber, a.PersonName, a.Policy, a.Period, a.Amount }).ToListAsync(Ct)))
            .Select(a => a.ToString()).Order(StringComparer.Ordinal));
}
