using System.CommandLine;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>A new encryption key, and everything written anew with it.</summary>
internal static class KeysVerb
{
    private static readonly Option<bool> Continue = new("--continue") { Description = "finish a rotation that was interrupted, without another new key" };

    public static Command Build() => new("keys", "encryption keys")
    {
        new Command("rotate", "add a data key and encrypt every protected value anew; the server may go on working") { Continue, CommonOptions.Database, CommonOptions.Keys }
            .Runs(async (run, cancellation) =>
            {
                await using var services = await run.OpenSystemAsync(cancellation);
                await using var scope = services.EnterOperator(RegionCode.Nation);
                var report = await run.WatchAsync(
                    new LocalText("正在重新加密…", "Encrypting anew…"),
                    watch => scope.ServiceProvider.GetRequiredService<KeyRotation>().RotateAsync(
                        !run.Get(Continue), (column, values) => watch(new LocalText($"{column} {values:N0}", $"{column} {values:N0}")), cancellation));
                return new Outcome(report, _ => run.Tell(new LocalText(
                    $"已启用数据密钥 {report.Key},{report.Columns} 列共 {report.Values:N0} 个值已重新加密。请立即备份密钥文件。",
                    $"Data key {report.Key} is in use; {report.Values:N0} values in {report.Columns} columns were encrypted anew. Back up the key file now.")));
            }),
    };
}
