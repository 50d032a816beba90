using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Microsoft.Extensions.Hosting;

namespace Fuyao.Operations.Backup;

/// <summary>
/// Held shared by every server over a SQLite database, so that a restore does not pull the files away under one. The operating
/// system lets go of it with the process, however that ends.
/// </summary>
internal sealed class ServingMark(DatabaseTarget target) : IHostedService
{
    private FileStream? held;

    /// <summary>Keeps servers from starting until it is disposed; null when one runs.</summary>
    public static IDisposable? TakeAlone(DatabaseTarget target)
    {
        try
        {
            PrivateFiles.CreateFolder(Path.GetDirectoryName(target.Beside(".serving"))!);
            return new FileStream(target.Beside(".serving"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (target.Engine == DbEngine.Sqlite)
        {
            try
            {
                PrivateFiles.CreateFolder(Path.GetDirectoryName(target.Beside(".serving"))!);
                using (File.Open(target.Beside(".serving"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite))
                {
                }

                held = new FileStream(target.Beside(".serving"), FileMode.Open, FileAccess.Read, FileShare.Read);
            }
            catch (IOException)
            {
                throw new ProblemException(503, new Problem("restore-runs", new LocalText(
                    "正在恢复备份,请稍后再启动。", "A backup is being restored. Start again later.")));
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        held?.Dispose();
        held = null;
        return Task.CompletedTask;
    }
}
