BEGIN TRANSACTION;
CREATE TABLE cases (
        mail_id INTEGER PRIMARY KEY REFERENCES mail (id),
        state TEXT NOT NULL, reason TEXT NOT NULL,
        read_at TEXT, due_at TEXT, asked INTEGER NOT NULL DEFAULT 0,
        parent TEXT NOT NULL, recipient_name TEXT NOT NULL, recipient TEXT NOT NULL, own TEXT NOT NULL,
        draft_id TEXT, drafted_at TEXT, looked_at TEXT, missing_since TEXT, draft_place TEXT, sent_at TEXT);
INSERT INTO "cases" VALUES(1,'drafted','A reply lies in your Drafts folder. Nothing is sent unless you send it.',NULL,'2025-11-24T11:10:00.041117+00:00',0,'{"message_id": "<mail-0@post.example>", "references": [], "subject": "Your application as Analyst", "no_recipient": ""}','Anna Weiss','anna.weiss@firm0.example','robin@example.org','<zd74ivhxe754h74cht5rom3tzq@example.org>','2025-11-24T11:10:00.054570+00:00','2025-11-24T11:10:00.000000+00:00',NULL,'Entwürfe
1795680592.P23371R3412572f8608f8b8.vm',NULL);
INSERT INTO "cases" VALUES(2,'drafted','A reply lies in your Drafts folder. Nothing is sent unless you send it.',NULL,'2025-11-24T11:10:00.082055+00:00',0,'{"message_id": "<mail-1@post.example>", "references": [], "subject": "Your application as Analyst", "no_recipient": ""}','Tom Arden','tom.arden@firm1.example','robin@example.org','<vlcoi6iuouzhb3vozrsp5ko5zk@example.org>','2025-11-24T11:10:00.110621+00:00','2025-11-24T11:10:00.000000+00:00',NULL,'Entwürfe
1795680592.P23371R6535aa064dc1351c.vm',NULL);
INSERT INTO "cases" VALUES(4,'cooling','A reply will be drafted when the cooling-off is over.',NULL,'2025-11-24T12:20:00.000000+00:00',0,'{"message_id": "<mail-4@post.example>", "references": [], "subject": "Your application as Analyst", "no_recipient": ""}','Tom Arden','tom.arden@firm4.example','robin@example.org',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE feedback (
        id INTEGER PRIMARY KEY, mail_id INTEGER NOT NULL REFERENCES mail (id),
        at TEXT NOT NULL, positive INTEGER NOT NULL, text TEXT NOT NULL, tag TEXT NOT NULL);
CREATE TABLE folder (
        account TEXT NOT NULL, folder TEXT NOT NULL, cursor TEXT NOT NULL, newest TEXT,
        PRIMARY KEY (account, folder));
INSERT INTO "folder" VALUES('home','INBOX','2728134:0:0:1:','2025-11-24T11:20:00.000000+00:00');
CREATE TABLE history (
        id INTEGER PRIMARY KEY, mail_id INTEGER NOT NULL REFERENCES mail (id),
        at TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL);
INSERT INTO "history" VALUES(1,1,'2025-11-24T10:05:00.000000+00:00','cooling','A reply will be drafted when the cooling-off is over.');
INSERT INTO "history" VALUES(2,2,'2025-11-24T10:05:00.000000+00:00','cooling','A reply will be drafted when the cooling-off is over.');
INSERT INTO "history" VALUES(3,1,'2025-11-24T11:10:00.015623+00:00','claimed','The cooling-off is over.');
INSERT INTO "history" VALUES(4,1,'2025-11-24T11:10:00.054570+00:00','drafted','A reply lies in your Drafts folder. Nothing is sent unless you send it.');
INSERT INTO "history" VALUES(5,2,'2025-11-24T11:10:00.079639+00:00','claimed','The cooling-off is over.');
INSERT INTO "history" VALUES(6,2,'2025-11-24T11:10:00.110621+00:00','drafted','A reply lies in your Drafts folder. Nothing is sent unless you send it.');
INSERT INTO "history" VALUES(7,4,'2025-11-24T11:21:00.000000+00:00','cooling','A reply will be drafted when the cooling-off is over.');
CREATE TABLE joining (
        mail_id INTEGER PRIMARY KEY REFERENCES mail (id), application INTEGER NOT NULL, at TEXT NOT NULL);
CREATE TABLE label (
        id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
        at TEXT NOT NULL, model TEXT NOT NULL, ended_at TEXT, why TEXT);
INSERT INTO "label" VALUES(1,'eecc5ad6bc4980bcddbb2ec6d3d9de98d159bced3ce963451869ec9de02303d2','not_rejection','grace label','2025-11-24T10:05:00.000000+00:00','base-0123456789',NULL,NULL);
CREATE TABLE letter (key TEXT PRIMARY KEY, account TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE mail (
        id INTEGER PRIMARY KEY,
        fingerprint TEXT NOT NULL UNIQUE,
        account TEXT NOT NULL,
        message_id TEXT, conversation TEXT,
        delivered_at TEXT NOT NULL, recorded_at TEXT NOT NULL,
        kind TEXT NOT NULL, score REAL NOT NULL, scores TEXT NOT NULL, evidence TEXT NOT NULL,
        language TEXT NOT NULL, model TEXT NOT NULL,
        action TEXT NOT NULL, reason TEXT NOT NULL, problem TEXT NOT NULL,
        subject TEXT NOT NULL, sender_name TEXT NOT NULL, sender_address TEXT NOT NULL,
        details TEXT NOT NULL, answer TEXT NOT NULL DEFAULT '{}', judged TEXT NOT NULL DEFAULT '{}',
        taught INTEGER NOT NULL DEFAULT 0);
INSERT INTO "mail" VALUES(1,'ae1ad3c6f8828e9e28a0704a164246442d2965e39be39c96ebb9403fbb8bd2d9','home','<mail-0@post.example>','<mail-0@post.example>','2025-11-24T10:00:00.000000+00:00','2025-11-24T10:05:00.000000+00:00','rejection',0.998252790170951,'{"rejection": 0.9982460602813368, "on_hold": 0.0004738322417775603, "notice": 0.0067942514155085315, "offer_withdrawn": 0.00017837593484465783, "acknowledgement": 0.43757695309961664, "interview": 0.0014759985599373813, "assessment": 0.0005580246770770853, "offer": 0.0005493693490137756, "feedback": 0.007270106717331537, "job_alert": 0.003941761292547604, "outreach": 0.0010089038713003307, "other_job": 0.03100100595692829, "other": 0.0017539397186632222}','[["We are sorry to say that we have decided to move forward with another candidate.", "rejection", 0.998252790170951]]','en','base-739013da3f','cool','A reply will be drafted when the cooling-off is over.','','Your application as Analyst','Anna Weiss','anna.weiss@firm0.example','{"company": "", "role": "Analyst", "person": "Anna Weiss", "greeting": "first", "stage": "application", "reason": "other_candidate", "requisition": "", "reapply_after": "", "address": "", "via": ""}','{"name": "Anna Weiss", "address": "anna.weiss@firm0.example", "own": "robin@example.org", "references": []}','{}',0);
INSERT INTO "mail" VALUES(2,'6b7eda0acb430885b9c5a576be80f9dc5afd00c51a9e63a7a91f98c5978afd91','home','<mail-1@post.example>','<mail-1@post.example>','2025-11-24T10:01:00.000000+00:00','2025-11-24T10:05:00.000000+00:00','rejection',0.996562022883661,'{"rejection": 0.9965291523499464, "on_hold": 0.0004737695724529298, "notice": 0.00679335280391135, "offer_withdrawn": 0.0001783523427409945, "acknowledgement": 0.4375190789203043, "interview": 0.002313594879559995, "assessment": 0.000892786788769651, "offer": 0.0036625999439441298, "feedback": 0.00726914516883864, "job_alert": 0.003941239952933543, "outreach": 0.004807238692344887, "other_job": 0.021955357326068226, "other": 0.0034708476500535657}','[["After careful consideration we have decided not to move forward with your application.", "rejection", 0.996562022883661]]','en','base-739013da3f','cool','A reply will be drafted when the cooling-off is over.','','Your application as Analyst','Tom Arden','tom.arden@firm1.example','{"company": "", "role": "Analyst", "person": "Tom Arden", "greeting": "first", "stage": "application", "reason": "", "requisition": "", "reapply_after": "", "address": "", "via": ""}','{"name": "Tom Arden", "address": "tom.arden@firm1.example", "own": "robin@example.org", "references": []}','{}',0);
INSERT INTO "mail" VALUES(3,'eecc5ad6bc4980bcddbb2ec6d3d9de98d159bced3ce963451869ec9de02303d2','home','<mail-2@post.example>','<mail-2@post.example>','2025-11-24T10:03:00.000000+00:00','2025-11-24T10:05:00.000000+00:00','other',1.95323341218150588931e-06,'{}','[]','en','base-739013da3f','ignore','Not about an application.','','','','','{}','{}','{}',0);
INSERT INTO "mail" VALUES(4,'d0a0f2967ee96b91874b14402d69b67f6b660876a300cfb505ddb2758373e993','home','<mail-4@post.example>','<mail-4@post.example>','2025-11-24T11:20:00.000000+00:00','2025-11-24T11:21:00.000000+00:00','rejection',0.996562022883661,'{"rejection": 0.9965291523499464, "on_hold": 0.0004737695724529298, "notice": 0.00679335280391135, "offer_withdrawn": 0.0001783523427409945, "acknowledgement": 0.4375190789203043, "interview": 0.002313594879559995, "assessment": 0.000892786788769651, "offer": 0.0036625999439441298, "feedback": 0.00726914516883864, "job_alert": 0.003941239952933543, "outreach": 0.004807238692344887, "other_job": 0.021955357326068226, "other": 0.0034708476500535657}','[["After careful consideration we have decided not to move forward with your application.", "rejection", 0.996562022883661]]','en','base-739013da3f','cool','A reply will be drafted when the cooling-off is over.','','Your application as Analyst','Tom Arden','tom.arden@firm4.example','{"company": "", "role": "Analyst", "person": "Tom Arden", "greeting": "first", "stage": "application", "reason": "", "requisition": "", "reapply_after": "", "address": "", "via": ""}','{"name": "Tom Arden", "address": "tom.arden@firm4.example", "own": "robin@example.org", "references": []}','{}',0);
CREATE TABLE note (
        id INTEGER PRIMARY KEY, mail_id INTEGER NOT NULL REFERENCES mail (id), at TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE place (
        account TEXT NOT NULL, folder TEXT NOT NULL, ref TEXT NOT NULL,
        mail_id INTEGER NOT NULL REFERENCES mail (id),
        PRIMARY KEY (account, folder, ref));
INSERT INTO "place" VALUES('home','INBOX','1763978400.M0P7.example',1);
INSERT INTO "place" VALUES('home','INBOX','1763978460.M1P7.example',2);
INSERT INTO "place" VALUES('home','INBOX','1763978580.M2P7.example',3);
INSERT INTO "place" VALUES('home','INBOX','1763983200.M3P7.example',4);
CREATE TABLE practice (
        id INTEGER PRIMARY KEY, mail_id INTEGER, at TEXT NOT NULL, tag TEXT NOT NULL, text TEXT NOT NULL,
        origin TEXT NOT NULL, done_at TEXT);
CREATE TABLE reflection (
        mail_id INTEGER PRIMARY KEY REFERENCES mail (id),
        form TEXT NOT NULL, begun_at TEXT NOT NULL, closed_at TEXT, answers TEXT NOT NULL);
CREATE TABLE remark (
        application INTEGER NOT NULL, about TEXT NOT NULL, value TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (application, about));
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO "setting" VALUES('secret','0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "setting" VALUES('since:home','2025-11-24');
INSERT INTO "setting" VALUES('passed:home','2025-11-24T11:21:00+00:00');
CREATE TABLE text (
        fingerprint TEXT PRIMARY KEY, raw BLOB NOT NULL, at TEXT NOT NULL, delivered_at TEXT NOT NULL,
        sender TEXT NOT NULL, why TEXT NOT NULL);
INSERT INTO "text" VALUES('eecc5ad6bc4980bcddbb2ec6d3d9de98d159bced3ce963451869ec9de02303d2',X'789C0B2E4DCA4A4D2EB15270CEC8CF2CE2E5E2E50A4F55C84D4D2D51482C51284E2D4BCDD3E3E50200E0F70B50','2025-11-24T10:05:00.000000+00:00','2025-11-24T10:03:00.000000+00:00','jo2@friends.example','labelled');
CREATE INDEX mail_by_id ON mail (message_id);
CREATE INDEX mail_by_conversation ON mail (conversation);
CREATE INDEX place_by_mail ON place (mail_id);
CREATE INDEX cases_by_state ON cases (state);
CREATE INDEX history_by_mail ON history (mail_id);
CREATE UNIQUE INDEX label_that_holds ON label (fingerprint) WHERE ended_at IS NULL;
COMMIT;
PRAGMA user_version = 4;
