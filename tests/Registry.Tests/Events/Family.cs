using System.Text.Json.Nodes;
using Fuyao.Kernel.Data;

namespace Fuyao.Registry.Tests.Events;

/// <summary>Three generations under one roof, to whom things happen.</summary>
internal sealed class Family : IAsyncDisposable
{
    private readonly Dictionary<string, string> ids;

    private Family(Office office, Clerk clerk, JsonNode household)
    {
        Office = office;
        Clerk = clerk;
        Id = (string)household["id"]!;
        ids = household["persons"]!.AsArray().ToDictionary(p => (string)p!["name"]!, p => (string)p!["id"]!);
    }

    public Office Office { get; }

    public Clerk Clerk { get; }

    public string Id { get; }

    /// <summary>A person's id by name.</summary>
    public JsonNode this[string name] => JsonValue.Create(ids[name]);

    /// <summary>The id of somebody who has come since.</summary>
    public JsonNode this[string name, JsonNode seen] => JsonValue.Create((string)seen["persons"]!.AsArray().Single(p => (string)p!["name"]! == name)!["id"]!);

    public static async Task<Family> SettleAsync(DbEngine engine)
    {
        var office = await Office.OpenAsync(engine);
        var clerk = await office.ClerkAsync("610729");
        var household = JsonNode.Parse($$"""
            {"id":"61072910020201","region":"{{Some.Village}}","group":"一组","status":"registered","category":"general","registered_on":"2014-05-01","causes":["illness"],
             "income":{"year":2015,"wage":0,"business":3000},"housing":{"area":90,"grade":"C"},"land":{"cultivated":6.5},
             "persons":[
               {"id":"p1","name":"王大山","sex":"male","birth":"1942-03-05","relation":"02"},
               {"id":"p2","name":"赵秀英","sex":"female","birth":"1945-06-07","relation":"10"},
               {"id":"p3","name":"王建国","sex":"male","birth":"1970-01-02","relation":"20"},
               {"id":"p4","name":"李芳","sex":"female","birth":"1972-02-03","relation":"38"},
               {"id":"p5","name":"王小花","sex":"female","birth":"2004-06-01","relation":"42"}]}
            """)!.AsObject();
        return new Family(office, clerk, (await clerk.CreateAsync(household))["household"]!);
    }

    /// <summary>The son with his wife and daughter sets up a household of his own and takes three mu and two thirds of the farm's income.</summary>
    public JsonObject Split(string on) => new()
    {
        ["kind"] = "split", ["on"] = on, ["persons"] = new JsonArray(this["王建国"], this["李芳"], this["王小花"]), ["head"] = this["王建国"],
        ["shares"] = JsonNode.Parse("""{"land":{"cultivated":3},"income":{"business":2000},"loans":[{"loan":"2015-0031","amount":10000}]}"""),
    };

    public async Task<JsonNode> RecordAsync(JsonObject said, int status = 201, string? household = null, Clerk? clerk = null)
    {
        clerk ??= Clerk;
        var id = household ?? Id;
        said["reason"] ??= "村里报来";
        if ((string)said["kind"]! == "split" && said["relations"] is null && status == 201)
        {
            said["relations"] = new JsonObject { [ids["李芳"]] = "10", [ids["王小花"]] = "30" };
        }

        var seen = await clerk.GetAsync($"/api/households/{id}");
        return await clerk.SendAsync(HttpMethod.Post, $"/api/households/{id}/events", said, status, (string)seen["version"]!);
    }

    public Task<JsonNode> UndoAsync(string id, int status = 201, Clerk? clerk = null) =>
        (clerk ?? Clerk).SendAsync(HttpMethod.Post, $"/api/events/{id}/undo", new JsonObject { ["reason"] = "记错了" }, status, key: $"undo-{id}-{status}");

    /// <summary>Names with relations, † the dead, and how many are counted.</summary>
    public async Task<string> OnAsync(string day, string? household = null)
    {
        var record = await Clerk.GetAsync($"/api/households/{household ?? Id}?on={day}");
        var persons = record["persons"]!.AsArray().OrderBy(p => (string)p!["facts"]!["birth"]!)
            .Select(p => $"{p!["name"]}{p["facts"]!["relation"]}{(p["facts"]!["death"] is null ? "" : "†")}");
        return $"{string.Join(' ', persons)} | {record["members"]}";
    }

    public ValueTask DisposeAsync() => Office.DisposeAsync();
}
