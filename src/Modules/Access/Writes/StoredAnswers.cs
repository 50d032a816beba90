using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Kernel.Data;

namespace Fuyao.Access.Writes;

/// <summary>What was answered to a write, to be answered again.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>
/// Table <c>idempotency</c>: one row a key of one actor, inserted when the write begins – which on PostgreSQL makes a second
/// request with the same key wait for the first – and completed in the same transaction. Answers are kept encrypted.
/// </summary>
internal sealed class StoredAnswers(PlatformDb db, CurrentActor actor, FieldCipher cipher, TimeProvider clock)
{
    /// <summary>Takes the key for this write.</summary>
    /// <returns>Null when it is new; else the hash of the request it was used for, and the answer.</returns>
    public async Task<(byte[] RequestHash, Answer Answer)?> ClaimAsync(string key, string action, CancellationToken ct)
    {
        await using (var insert = Sql.Command(
            db, "insert into idempotency (county, actor, key, action, at) values (@county, @actor, @key, @action, @at) on conflict do nothing",
            ("@county", actor.County), ("@actor", actor.Id), ("@key", key), ("@action", action), ("@at", clock.GetUtcNow())))
        {
            if (await insert.ExecuteNonQueryAsync(ct) == 1)
            {
                return null;
            }
        }

        await using var select = Sql.Command(
            db, "select request_hash, status, headers, body_cipher from idempotency where county = @county and actor = @actor and key = @key",
            ("@county", actor.County), ("@actor", actor.Id), ("@key", key));
        await using var reader = await select.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (
            (byte[])reader[0],
            new Answer(
                reader.GetInt32(1), JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(2))!,
                cipher.DecryptBytes((byte[])reader[3])));
    }

    public async Task StoreAsync(string key, byte[] requestHash, Answer answer, CancellationToken ct)
    {
        await using var update = Sql.Command(
            db,
            """
            update idempotency set request_hash = @hash, status = @status, headers = @headers, body_cipher = @body
            where county = @county and actor = @actor and key = @key
            """,
            ("@hash", requestHash), ("@status", answer.Status), ("@headers", JsonSerializer.Serialize(answer.Headers)),
            ("@body", cipher.Encrypt(answer.Body)), ("@county", actor.County), ("@actor", actor.Id), ("@key", key));
        await update.ExecuteNonQueryAsync(ct);
    }
}
