using Fuyao.Kernel.Data;

namespace Fuyao.Access.Writes;

/// <summary>
/// Lets one write of this process at a time begin on SQLite, first come, first served. SQLite itself would make them poll for
/// its lock, each holding a thread. PostgreSQL needs no gate. Other processes are waited for by <c>busy_timeout</c>.
/// </summary>
internal sealed class WriteGate(DatabaseTarget target) : IDisposable
{
    private readonly SemaphoreSlim? one = target.Engine == DbEngine.Sqlite ? new SemaphoreSlim(1) : null;

    public async Task<IDisposable?> EnterAsync(CancellationToken ct)
    {
        if (one is null)
        {
            return null;
        }

        await one.WaitAsync(ct);
        return new Turn(one);
    }

    public void Dispose() => one?.Dispose();

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
