using Fuyao.Kernel;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Fuyao.Server;

/// <summary>The OpenAPI document of every endpoint: made from the program itself, committed, and turned into the web's client.</summary>
public static class ApiDocument
{
    private const string Name = "v1";

    internal static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) == typeof(Money))
            {
                (schema.Type, schema.Pattern, schema.Description) = (JsonSchemaType.String, @"^-?\d+\.\d{2}$", "Yuan with two places.");
            }

            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Fuyao", Version = "v1" };
            document.Servers = [];
            return Task.CompletedTask;
        });
    });

    /// <summary>Writes the document without opening a database or listening. The same program writes the same bytes.</summary>
    public static async Task WriteAsync(IConfiguration configuration, TextWriter output, CancellationToken ct)
    {
        await using var app = FuyaoServer.Create(configuration);
        var provider = app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name);
        var document = await provider.GetOpenApiDocumentAsync(ct);
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, ct);
        await output.WriteAsync(json.ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
    }
}
