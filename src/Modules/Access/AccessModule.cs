using Fuyao.Access.Audit;
using Fuyao.Access.Contracts;
using Fuyao.Access.Data;
using Fuyao.Access.Exports;
using Fuyao.Access.Files;
using Fuyao.Access.Identity;
using Fuyao.Access.Jobs;
using Fuyao.Access.Keys;
using Fuyao.Access.Retaining;
using Fuyao.Access.Writes;
using Fuyao.Kernel.Data;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fuyao.Access;

/// <summary>Identity, permissions, area, writes, audit, keys, jobs and stored files: what every other module stands on.</summary>
public static class AccessModule
{
    public static IServiceCollection AddAccess(this IServiceCollection services, Action<AccessOptions>? configure = null)
    {
        var options = new AccessOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.AddSingleton<IModelPart, AccessModel>();
        services.AddScoped<CurrentActor>().AddScoped<AuditTrail>();

        services.AddSingleton<KeyRing>();
        services.AddSingleton(s => new FieldCipher(s.GetRequiredService<KeyRing>()));
        services.AddSingleton<Chains>().AddSingleton<HeadsFile>().AddSingleton<AccessLogWriter>();
        services.AddScoped(s => new AccessLog(
            s.GetRequiredService<AccessLogWriter>(), s.GetRequiredService<Chains>(), s.GetRequiredService<CurrentActor>()));

        services.AddSingleton<WriteGate>();
        services.AddScoped<StoredAnswers>();
        services.AddScoped<AccessLogPruning>().AddScoped<RetentionWork>();
        services.AddScoped(s => new Retention(s.GetRequiredService<RetentionWork>()));
        services.AddScoped<IScheduledWork, DailyRetention>();
        services.AddScoped(s => new WriteSession(
            s.GetRequiredService<PlatformDb>(), s.GetRequiredService<AuditTrail>(), s.GetRequiredService<CurrentActor>(),
            s.GetRequiredService<WriteGate>(), s.GetRequiredService<Chains>(), s.GetRequiredService<HeadsFile>()));

        services.AddSingleton<GuessedNames>();
        services.AddSingleton<JobTrigger>().AddSingleton<ScheduledWork>();
        services.AddSingleton(s => new JobRunner(
            s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<JobRunner>>()));
        services.AddScoped(s => new JobQueue(
            s.GetRequiredService<PlatformDb>(), s.GetRequiredService<CurrentActor>(), s.GetRequiredService<WriteSession>(),
            s.GetRequiredService<AuditTrail>(), s.GetRequiredService<JobTrigger>(), s.GetRequiredService<TimeProvider>()));
        services.AddHostedService<JobScheduler>();
        services.AddScoped(s => new FileStore(
            s.GetRequiredService<PlatformDb>(), s.GetRequiredService<CurrentActor>(), s.GetRequiredService<FieldCipher>(),
            s.GetRequiredService<WriteSession>(), s.GetRequiredService<AuditTrail>(), s.GetRequiredService<AccessOptions>(),
            s.GetRequiredService<DatabaseTarget>(), s.GetRequiredService<TimeProvider>()));

        services.AddScoped(s => new ExportGate(
            s.GetRequiredService<PlatformDb>(), s.GetRequiredService<CurrentActor>(), s.GetRequiredService<WriteSession>(),
            s.GetRequiredService<AuditTrail>(), s.GetRequiredService<FieldCipher>(), s.GetRequiredService<AccessOptions>(),
            s.GetRequiredService<DailyUsage>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IHttpContextAccessor>(),
            s.GetRequiredService<IServiceScopeFactory>()));

        services.AddScoped(s => new AreaFollowing(s.GetRequiredService<PlatformDb>(), s.GetRequiredService<AuditTrail>(), s.GetRequiredService<TimeProvider>()));
        services.AddScoped(s => new UserAdmin(
            s.GetRequiredService<UserManager<User>>(), s.GetRequiredService<PlatformDb>(), s.GetRequiredService<WriteSession>(),
            s.GetRequiredService<AuditTrail>(), s.GetRequiredService<CurrentActor>(), s.GetRequiredService<SessionCache>(),
            s.GetRequiredService<SecondFactor>(), s.GetService<IRegionNames>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new AuditVerifier(
            s.GetRequiredService<Chains>(), s.GetRequiredService<HeadsFile>(), s.GetRequiredService<DatabaseTarget>()));
        services.AddSingleton(s => new AccessRecords(s.GetRequiredService<Chains>(), s.GetRequiredService<DatabaseTarget>()));
        services.AddScoped(s => new KeyRotation(
            s.GetRequiredService<PlatformDb>(), s.GetRequiredService<KeyRing>(), s.GetRequiredService<FieldCipher>(), s.GetRequiredService<WriteGate>(),
            s.GetRequiredService<WriteSession>(), s.GetRequiredService<AuditTrail>(), s.GetRequiredService<DatabaseTarget>(),
            s.GetServices<IKeyedHashes>().SelectMany(h => h.KeyedHashes())));

        AddIdentity(services);
        return services;
    }

    /// <summary>After the migrations and before anything else, in server and command line alike: opens or refuses the keys.</summary>
    public static Task PrepareAccessAsync(this IServiceProvider services, CancellationToken ct = default)
    {
        services.GetRequiredService<KeyRing>().StoreChecks(services.GetRequiredService<DatabaseTarget>());
        return Task.CompletedTask;
    }

    /// <summary>Sign-in, permissions, anti-forgery. After error handling, before the endpoints.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) =>
        app.UseAuthentication().UseAuthorization().UseRateLimiter().UseMiddleware<AccessMiddleware>();

    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder app)
    {
        app.MapSession();
        app.MapAccount();
        app.MapUsers();
        app.MapLending();
        app.MapAudit();
        app.MapJobs();
        app.MapFiles();
        app.MapExports();
        return app;
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddIdentityCore<User>(identity =>
            {
                identity.Password.RequiredLength = 10;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireDigit = false;
                identity.User.AllowedUserNameCharacters = "";
            })
            .AddUserStore<AccountStore>();
        services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
        });
        services.AddScoped<SignIn>().AddScoped<Refusals>().AddScoped<SecondFactor>().AddScoped<Tickets>().AddScoped<PasskeySignIn>().AddScoped<Lending>().AddScoped<DailyUsage>();
        services.AddSingleton<CountedRefusals>();
        services.AddLimits();
        services.AddSingleton<SessionCache>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "fuyao";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = SignIn.SessionLength;
            cookie.SlidingExpiration = false;
            cookie.Events.OnValidatePrincipal = SignIn.ValidateAsync;
        });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        services.AddScoped<IAuthorizationHandler, PermissionHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalHandler>();
        services.AddHostedService<EndpointGuard>();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.HeaderName = AccessMiddleware.CsrfHeader;
            antiforgery.Cookie.Name = "fuyao-csrf";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        // Every server of a cluster reads the others' cookies, wherever it is installed.
        services.AddDataProtection().SetApplicationName("fuyao");
        services.AddSingleton<WebKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<WebKeys>((keys, repository) => keys.XmlRepository = repository);

        // It warns that it does not encrypt; the repository does.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
    }
}
