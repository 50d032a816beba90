using System.CommandLine;
using Fuyao.Access.Contracts;
using Fuyao.App;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Fuyao.Cli.Verbs;

/// <summary>New encryption keys with everything written anew under them; backups of the key file.</summary>
internal static class KeysVerb
{
    private static readonly Option<bool> Continue = new("--continue") { Description = "finish a rotation that was interrupted, without another new key" };

    private static readonly Option<bool> Lookup = new("--lookup") { Description = "the look-up key instead: every hash by which a value is found is made anew" };

    private static readonly Argument<string> To = new("FILE") { Description = "the sealed copy; it must not exist yet" };

    private static readonly Argument<string> From = new("FILE") { Description = "a sealed copy made by keys backup" };

    public static Command Build() => new("keys", "encryption keys")
    {
        new Command("rotate", "add a key and write every protected value or hash anew; the server may go on working") { Continue, Lookup, CommonOptions.Database, CommonOptions.Keys }
            .Runs(RotateAsync),
        new Command("backup", "a copy of the key file, sealed with a passphrase, to be kept apart from the backups of the data")
        {
            To, CommonOptions.PassphraseFile, CommonOptions.Database, CommonOptions.Keys,
        }.Runs((run, _) =>
        {
            var (keys, _) = Place(run);
            var path = Path.GetFullPath(run.Get(To));
            KeyBackup.Write(keys, path, run.Passphrase(ask: true)!);
            return Task.FromResult(new Outcome(new { ok = true, file = path }, _ => run.Tell(new LocalText(
                $"密钥已加密存入 {path}。请与数据备份分开保管,口令另行保管:两者缺一,个人信息都无法恢复。",
                $"The keys are sealed in {path}. Keep it apart from the backups of the data, and the passphrase apart from both: without either, personal data cannot be recovered."))));
        }),
        new Command("restore", "put a sealed copy of the key file back, after checking that it belongs to the database")
        {
            From, CommonOptions.PassphraseFile, CommonOptions.Database, CommonOptions.Keys,
        }.Runs((run, _) =>
        {
            var (keys, target) = Place(run);
            var former = KeyBackup.Restore(run.Get(From), keys, run.Passphrase(ask: true)!, target, TimeProvider.System);
            return Task.FromResult(new Outcome(new { ok = true, file = keys, former }, _ => run.Tell(new LocalText(
                $"密钥已恢复到 {keys}。{(former is null ? "" : $"原密钥文件移至 {former}。")}",
                $"The keys are back in {keys}.{(former is null ? "" : $" The former key file is now {former}.")}"))));
        }),
    };

    private static (string Keys, DatabaseTarget Target) Place(Invocation run)
    {
        var settings = FuyaoSettings.Read(run.Configuration());
        var target = DatabaseTarget.Parse(settings.Database.Connection);
        return (new AccessOptions { KeyFile = settings.Keys }.KeysAt(target), target);
    }

    private static async Task<Outcome> RotateAsync(Invocation run, CancellationToken cancellation)
    {
        await using var services = await run.OpenSystemAsync(cancellation);
        await using var scope = services.EnterOperator(RegionCode.Nation);
        var (rotation, lookup) = (scope.ServiceProvider.GetRequiredService<KeyRotation>(), run.Get(Lookup));
        var report = await run.WatchAsync(
            lookup ? new LocalText("正在重算查找哈希…", "Making the look-up hashes anew…") : new LocalText("正在重新加密…", "Encrypting anew…"),
            watch =>
            {
                void Told(string column, long values) => watch(new LocalText($"{column} {values:N0}", $"{column} {values:N0}"));
                return lookup ? rotation.RotateLookupAsync(!run.Get(Continue), Told, cancellation) : rotation.RotateAsync(!run.Get(Continue), Told, cancellation);
            });
        return new Outcome(report, _ => run.Tell(lookup
            ? new LocalText(
                $"已启用查找密钥 {report.Key},{report.Columns} 列共 {report.Values:N0} 个哈希已重算。请立即备份密钥文件(keys backup)。",
                $"Look-up key {report.Key} is in use; {report.Values:N0} hashes in {report.Columns} columns were made anew. Back up the key file now (keys backup).")
            : new LocalText(
                $"已启用数据密钥 {report.Key},{report.Columns} 列共 {report.Values:N0} 个值已重新加密。请立即备份密钥文件(keys backup)。",
                $"Data key {report.Key} is in use; {report.Values:N0} values in {report.Columns} columns were encrypted anew. Back up the key file now (keys backup).")));
    }
}
