import express from "express";
import helmet from "helmet";
import cors from "cors";

const app = express();
app.get("/status", (_request, response) => response.json({ up: true }));
app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'", "'unsafe-inline'", "*"] } }, hsts: { maxAge: 3600 } }));
app.use(cors({ origin: true, credentials: true }));
app.listen(3000);
