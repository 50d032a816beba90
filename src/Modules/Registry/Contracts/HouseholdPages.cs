using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Households;

namespace Fuyao.Registry.Contracts;

/// <summary>A household as its page shows it, protected values masked: for documents of other modules. Scoped; sees only the present actor's area.</summary>
public sealed class HouseholdPages
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly PlatformDb db;
    private readonly Seal seal;

    internal HouseholdPages(PlatformDb db, Seal seal)
    {
        this.db = db;
        this.seal = seal;
    }

    /// <summary>The object that <c>GET /households/{id}</c> answers with; null when the area has no such household for the day.</summary>
    public async Task<JsonElement?> ReadAsync(Guid id, DateOnly on, CancellationToken ct = default) =>
        await GetHousehold.ReadAsync(db, seal, id, on, null, ct) is { } view ? JsonSerializer.SerializeToElement(view, Json) : null;
}
