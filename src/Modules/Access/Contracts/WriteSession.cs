using System.Data;
using System.Diagnostics;
using Fuyao.Access.Audit;
using Fuyao.Access.Writes;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Fuyao.Access.Contracts;

/// <summary>
/// One write: data, audit records and (over HTTP) the answer to repeat commit together or not at all. Keep it under 500 ms: on
/// SQLite everybody else who writes waits.
/// </summary>
public sealed class WriteSession
{
    private readonly PlatformDb db;
    private readonly AuditTrail audit;
    private readonly CurrentActor actor;
    private readonly WriteGate gate;
    private readonly Chains chains;
    private readonly HeadsFile heads;
    private readonly List<Func<Task>> afterCommit = [];
    private IDisposable? turn;
    private IDbContextTransaction? transaction;
    private long began;
    private string? written;

    internal WriteSession(PlatformDb db, AuditTrail audit, CurrentActor actor, WriteGate gate, Chains chains, HeadsFile heads)
    {
        this.db = db;
        this.audit = audit;
        this.actor = actor;
        this.gate = gate;
        this.chains = chains;
        this.heads = heads;
    }

    public bool IsOpen => transaction is not null;

    internal Func<CancellationToken, Task>? OnBegun { get; set; }

    /// <summary>Runs the work in one transaction; within an open one it simply joins it.</summary>
    /// <param name="action">Name in the audit when the work itself adds no record.</param>
    public async Task<T> RunAsync<T>(string action, Func<Task<T>> work, CancellationToken ct = default)
    {
        if (IsOpen)
        {
            return await work();
        }

        await BeginAsync(ct);
        try
        {
            var result = await work();
            await CommitAsync(action, ct);
            return result;
        }
        finally
        {
            await EndAsync();
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(string action, Func<Task> work, CancellationToken ct = default) =>
        RunAsync(action, async () =>
        {
            await work();
            return true;
        }, ct);

    /// <summary>Something to do once the write has reached the disk, such as waking a worker. Not done if it does not.</summary>
    public void AfterCommit(Func<Task> action) => afterCommit.Add(action);

    /// <summary>Opens the transaction; only handlers of <c>WithWrite(…, deferred: true)</c> call it themselves.</summary>
    public async Task BeginAsync(CancellationToken ct = default)
    {
        if (IsOpen)
        {
            return;
        }

        turn = await gate.EnterAsync(ct);
        (began, written) = (Stopwatch.GetTimestamp(), null);
        try
        {
            transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            if (OnBegun is { } begun)
            {
                await begun(ct);
            }
        }
        catch
        {
            await EndAsync();
            throw;
        }
    }

    internal async Task CommitAsync(string action, CancellationToken ct, Func<Task>? last = null)
    {
        await db.SaveChangesAsync(ct);
        if (audit.Pending.Count == 0)
        {
            audit.Add(action, default(AuditSubject));
        }

        if (last is not null)
        {
            await last();
        }

        var ends = await chains.Writes.AppendAsync(
            db.Database.GetDbConnection(), transaction!.GetDbTransaction(),
            audit.Pending.Select(e => chains.Record(actor, e.Action, e.Subject, e.Detail)), ct);

        // From here the outcome no longer depends on whether somebody still waits for it.
        await transaction!.CommitAsync(CancellationToken.None);
        written = action;
        var then = afterCommit.ToArray();
        await EndAsync();
        heads.Append(ends);
        foreach (var next in then)
        {
            await next();
        }
    }

    /// <summary>Rolls back what has not been committed and lets the next writer in. Harmless when nothing is open.</summary>
    internal async Task EndAsync()
    {
        audit.Clear();
        afterCommit.Clear();
        if (transaction is not null)
        {
            await transaction.DisposeAsync();
            transaction = null;
            Telemetry.Writes.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("action", written ?? "rolled-back"));
        }

        turn?.Dispose();
        turn = null;
    }
}
